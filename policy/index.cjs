// Pulumi loads a policy pack with require(), which cannot load the ES modules of the rules.
module.exports = () => import('./src/pack.js');
