// Package languagehost serves a language host to the Pulumi CLI, which starts it as a plugin.
package languagehost

import (
	"fmt"
	"net"
	"os"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// Serve prints the port that it listens on, as the CLI expects of a plugin, and serves until the CLI ends the process. The host
// is made with the address of the engine.
func Serve(name string, host func(engine string) pulumirpc.LanguageRuntimeServer) {
	if err := serve(host); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func serve(host func(engine string) pulumirpc.LanguageRuntimeServer) error {
	if len(os.Args) < 2 {
		return fmt.Errorf("the address of the engine is missing")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	pulumirpc.RegisterLanguageRuntimeServer(server, host(os.Args[len(os.Args)-1]))
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	return server.Serve(listener)
}
