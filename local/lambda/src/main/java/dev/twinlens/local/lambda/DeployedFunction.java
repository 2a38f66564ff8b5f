package dev.twinlens.local.lambda;

import java.nio.file.Path;

/**
 * A created function.
 *
 * @param taskRoot the folder of the unpacked deployment package
 * @param rights what its role may do
 */
record DeployedFunction(
    FunctionConfiguration configuration, Path taskRoot, FunctionLog log, ExecutionRights rights) {}
