// pulumi-language-nodejs runs a policy pack for the Pulumi CLI, and nothing else. The CLI's distribution has a language host
// for Node.js; this one is for a CLI that is built from its Go module alone. It gives the pack no stack configuration.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"twinlens.dev/e2e/conformance/engine/languagehost"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

const runner = "node_modules/@pulumi/pulumi/cmd/run-policy-pack"

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
}

func main() {
	languagehost.Serve("pulumi-language-nodejs", func(string) pulumirpc.LanguageRuntimeServer { return &host{} })
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{}, nil
}

// As the distribution's host: in the pack's folder, with the engine's address first and the folder last.
func (*host) RunPlugin(run *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	folder := run.GetInfo().GetProgramDirectory()
	if run.GetKind() != "analyzer" {
		return status.Errorf(codes.Unimplemented, "this host runs policy packs, and no plugin of kind %s", run.GetKind())
	}
	if _, err := os.Stat(filepath.Join(folder, runner)); err != nil {
		return fmt.Errorf("the policy pack's packages are not installed: run npm install in %s", folder)
	}
	// The pack ends with the stream.
	pack := exec.CommandContext(stream.Context(), "node", append(append([]string{runner}, run.GetArgs()...), folder)...)
	pack.Dir, pack.Env = folder, run.GetEnv()
	var sending sync.Mutex
	pack.Stdout = writer(func(text []byte) error {
		sending.Lock()
		defer sending.Unlock()
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: text}})
	})
	pack.Stderr = writer(func(text []byte) error {
		sending.Lock()
		defer sending.Unlock()
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: text}})
	})
	err := pack.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(pack.ProcessState.ExitCode())},
	})
}

type writer func(text []byte) error

func (write writer) Write(text []byte) (int, error) {
	if err := write(text); err != nil {
		return 0, err
	}
	return len(text), nil
}
