import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';

const require = createRequire(import.meta.url);
const analyzer = require('@pulumi/pulumi/proto/analyzer_pb.js');
const { AnalyzerClient } = require('@pulumi/pulumi/proto/analyzer_grpc_pb.js');
const { Struct } = require('google-protobuf/google/protobuf/struct_pb.js');

const FOLDER = fileURLToPath(new URL('../../../', import.meta.url));
const ADVISORY = analyzer.EnforcementLevel.ADVISORY;

function optionsOf(resource) {
  const options = new analyzer.AnalyzerResourceOptions();
  options.setProtect(resource.isProtected);
  options.setParent(resource.parent);
  // @pulumi/policy reads them without asking whether they are there.
  options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
  return options;
}

function fill(message, resource) {
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(Struct.fromJavaScript(resource.inputs));
  message.setOptions(optionsOf(resource));
  return message;
}

function stackResource(resource) {
  const message = fill(new analyzer.AnalyzerResource(), resource);
  message.setParent(resource.parent);
  message.setDependenciesList(resource.dependencies);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new analyzer.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

/** The pack as Pulumi starts it, asked over Pulumi's protocol. */
export class RunningPack {
  static async start() {
    const pack = spawn(
      process.execPath,
      [require.resolve('@pulumi/pulumi/cmd/run-policy-pack'), '127.0.0.1:0', '.'],
      { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const port = await firstLine(pack.stdout);
    return new RunningPack(pack, port);
  }

  constructor(process, port) {
    this.process = process;
    this.client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  stop() {
    this.client.close();
    this.process.kill();
  }

  #ask(method, request) {
    return new Promise((resolve, reject) =>
      this.client[method](request, (error, response) =>
        error
          ? reject(error)
          : resolve(
              response.getDiagnosticsList().map((diagnostic) => ({
                rule: diagnostic.getPolicyname(),
                urn: diagnostic.getUrn(),
                message: diagnostic.getMessage(),
                isUndecided: diagnostic.getEnforcementlevel() === ADVISORY,
              })),
            ),
      ),
    );
  }

  /** What the rules about single resources report of a resource's inputs. */
  analyze(resource) {
    return this.#ask('analyze', fill(new analyzer.AnalyzeRequest(), resource));
  }

  /** What the rules about all resources report. */
  analyzeStack(resources) {
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(resources.map(stackResource));
    return this.#ask('analyzeStack', request);
  }

  /** What all rules report of a stack. */
  async judge(resources) {
    const reports = [];
    for (const resource of resources) {
      reports.push(...(await this.analyze(resource)));
    }
    return reports.concat(await this.analyzeStack(resources));
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) {
    return line;
  }
  throw new Error('the policy pack ended before it listened');
}
