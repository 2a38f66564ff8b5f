package dev.twinlens.local.deployment.resources;

import java.nio.file.Path;

/**
 * What provisioners share.
 *
 * @param arns the account and the region
 * @param state physical names, ports and secrets
 * @param domainNames public domain names and where they are served here
 * @param programDirectory where the program's relative paths start
 * @param dataDirectory keeps the data of services
 */
record DeploymentContext(
    Arns arns,
    DeploymentState state,
    DomainNames domainNames,
    Path programDirectory,
    Path dataDirectory) {}
