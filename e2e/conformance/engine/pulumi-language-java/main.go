// pulumi-language-java runs a Java program that is a jar for the Pulumi CLI. The CLI's distribution has a language host for
// Java; this one is for a CLI that is built from its Go module alone.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"twinlens.dev/e2e/conformance/engine/languagehost"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
}

func main() {
	languagehost.Serve("pulumi-language-java", func(engine string) pulumirpc.LanguageRuntimeServer {
		return &host{engine: engine}
	})
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{}, nil
}

// The providers are attached, so that none has to be installed.
func (*host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (h *host) Run(ctx context.Context, run *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	binary := run.GetInfo().GetOptions().AsMap()["binary"]
	jar, ok := binary.(string)
	if !ok || !strings.HasSuffix(jar, ".jar") {
		return &pulumirpc.RunResponse{Error: "runtime.options.binary of Pulumi.yaml names no jar"}, nil
	}
	config, err := json.Marshal(run.GetConfig())
	if err != nil {
		return nil, err
	}
	// An empty array, where there is none: null is no array for Pulumi's Java SDK.
	secrets, err := json.Marshal(append([]string{}, run.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, "java", "-jar", jar)
	program.Dir = run.GetPwd()
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	program.Env = append(os.Environ(),
		"PULUMI_MONITOR="+run.GetMonitorAddress(),
		"PULUMI_ENGINE="+h.engine,
		"PULUMI_PROJECT="+run.GetProject(),
		"PULUMI_STACK="+run.GetStack(),
		"PULUMI_ORGANIZATION="+run.GetOrganization(),
		"PULUMI_CONFIG="+string(config),
		"PULUMI_CONFIG_SECRET_KEYS="+string(secrets),
		"PULUMI_DRY_RUN="+strconv.FormatBool(run.GetDryRun()),
		"PULUMI_PARALLEL="+strconv.Itoa(int(run.GetParallel())),
	)
	if err := program.Run(); err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("java -jar %s: %v", jar, err)}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}
