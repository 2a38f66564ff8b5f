import { PolicyPack } from '@pulumi/policy';
import { rules } from './rules.js';

new PolicyPack('twinlens', { policies: rules, enforcementLevel: 'mandatory' });
