import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import grpc from '@grpc/grpc-js';
import { parse } from 'yaml';
import { functions, outputs } from './cloud.js';

const require = createRequire(import.meta.url);
const engine = require('@pulumi/pulumi/proto/engine_pb.js');
const { EngineService } = require('@pulumi/pulumi/proto/engine_grpc_pb.js');
const provider = require('@pulumi/pulumi/proto/resource_pb.js');
const { ResourceMonitorService } = require('@pulumi/pulumi/proto/resource_grpc_pb.js');
const { Struct } = require('google-protobuf/google/protobuf/struct_pb.js');
const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js');

const ROOT = new URL('../../../../', import.meta.url);
const FEATURES = ['secrets', 'resourceReferences', 'aliasSpecs', 'deletedWith'];
/** Pulumi's mark of a value that is not known yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const TIME_LIMIT_MS = 120_000;

const yaml = (name) => parse(readFileSync(new URL(name, ROOT), 'utf8'));
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** A stack's settings, as the CLI passes them to the program. */
function settings(stack) {
  const project = yaml('Pulumi.yaml');
  const values = { 'twinlens:githubToken': 'sample' };
  for (const [key, declared] of Object.entries(project.config)) {
    values[`twinlens:${key}`] ??= text(declared.default ?? '');
  }
  for (const [key, value] of Object.entries(yaml(`Pulumi.${stack}.yaml`).config)) {
    values[key] = text(value);
  }
  values['twinlens:siteRepository'] ||= 'https://github.com/example/twinlens';
  return values;
}

/** What a provider answers in a preview for what it will compute. */
const allUnknown = (computed) =>
  Object.fromEntries(Object.keys(computed).map((name) => [name, UNKNOWN]));

/** The engine's side of Pulumi's protocol: it keeps what is registered, and creates nothing. */
class Recorder {
  constructor(stack, isPreview) {
    this.stack = stack;
    this.isPreview = isPreview;
    this.resources = [];
  }

  urn(request) {
    const parent = request.getParent().split('::')[2] ?? '';
    const types =
      parent && parent !== 'pulumi:pulumi:Stack'
        ? `${parent}$${request.getType()}`
        : request.getType();
    return `urn:pulumi:${this.stack}::twinlens::${types}::${request.getName()}`;
  }

  register(request) {
    const urn = this.urn(request);
    const parent = this.resources.find((resource) => resource.urn === request.getParent());
    const dependencies = {};
    request
      .getPropertydependenciesMap()
      .forEach((value, property) => (dependencies[property] = value.getUrnsList()));
    this.resources.push({
      urn,
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      parent: request.getParent(),
      isProtected: request.getProtect() || Boolean(parent?.isProtected),
      inputs: request.getObject().toJavaScript(),
      dependencies: request.getDependenciesList(),
      propertyDependencies: dependencies,
    });
    const response = new provider.RegisterResourceResponse();
    response.setUrn(urn);
    if (request.getCustom()) {
      const computed = outputs(request.getType(), request.getName());
      response.setId(this.isPreview ? '' : `${request.getName()}-id`);
      response.setObject(
        Struct.fromJavaScript({
          ...(this.isPreview ? allUnknown(computed) : computed),
          ...request.getObject().toJavaScript(),
        }),
      );
    }
    return response;
  }

  invoke(request) {
    const result = functions[request.getTok()];
    if (!result) {
      throw new Error(`no result of ${request.getTok()}: add it to cloud.js`);
    }
    const response = new provider.ResourceInvokeResponse();
    response.setReturn(Struct.fromJavaScript(result));
    return response;
  }
}

const answering = (answer) => (call, callback) => {
  try {
    callback(null, answer(call.request));
  } catch (error) {
    callback({ code: grpc.status.UNKNOWN, message: error.message });
  }
};

async function serve(recorder) {
  const server = new grpc.Server();
  let root = '';
  server.addService(ResourceMonitorService, {
    supportsFeature: answering((request) => {
      const response = new provider.SupportsFeatureResponse();
      response.setHassupport(FEATURES.includes(request.getId()));
      return response;
    }),
    registerResource: answering((request) => recorder.register(request)),
    registerResourceOutputs: answering(() => new Empty()),
    invoke: answering((request) => recorder.invoke(request)),
    signalAndWaitForShutdown: answering(() => new Empty()),
  });
  server.addService(EngineService, {
    log: answering(() => new Empty()),
    getRootResource: answering(() => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: answering((request) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
  });
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

/**
 * Runs the compiled program of infra/ for a stack and returns what it registers.
 *
 * @param stack whose Pulumi.STACK.yaml has the settings
 * @param isPreview nothing exists yet, so no output of a resource is known
 */
export async function registrations(stack, { isPreview = false } = {}) {
  const recorder = new Recorder(stack, isPreview);
  const server = await serve(recorder);
  try {
    const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
    const program = spawn(java, ['-XX:TieredStopAtLevel=1', '-jar', 'infra/target/infra.jar'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PULUMI_MONITOR: server.address,
        PULUMI_ENGINE: server.address,
        PULUMI_PROJECT: 'twinlens',
        PULUMI_STACK: stack,
        PULUMI_ORGANIZATION: 'organization',
        PULUMI_DRY_RUN: String(isPreview),
        PULUMI_CONFIG: JSON.stringify(settings(stack)),
        PULUMI_CONFIG_SECRET_KEYS: '["twinlens:githubToken"]',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
    });
    let printed = '';
    program.stdout.on('data', (data) => (printed += data));
    program.stderr.on('data', (data) => (printed += data));
    const code = await new Promise((resolve, reject) => {
      program.on('error', reject);
      program.on('close', resolve);
    });
    if (code !== 0) {
      throw new Error(`the program ended with ${code}: ${printed}`);
    }
    return recorder.resources;
  } finally {
    server.close();
  }
}
