// Command sc runs an IT service catalogue by its procedure, in Git. It hands
// the world (arguments, streams, folder, environment, clock, terminal) to
// pkg/cli and knows nothing else.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // a catalogue's time zone must be known on every machine

	"github.com/service-catalogue/sc/pkg/cli"
)

func main() {
	os.Exit(run())
}

// memoryLimit is the memory in bytes from which on it is worth collecting often. It
// refuses nothing: what needs more gets more, and takes longer.
const memoryLimit = 220 << 20

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	collectSeldom()
	context.AfterFunc(ctx, stop) // whoever interrupts twice does not want to wait
	return cli.Run(ctx, world(ctx))
}

// collectSeldom sets how often memory is collected, where the environment does not.
func collectSeldom() {
	// Most runs end before memory is worth collecting; ten thousand files take a
	// fifth less time so.
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(400)
	}
	// A hundred thousand entries would else take five times the memory they need.
	if _, set := os.LookupEnv("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// name is what people typed to run this: git runs a program git-sc for "git sc".
func name(program string) string {
	if base := strings.TrimSuffix(filepath.Base(program), ".exe"); base == "git-sc" {
		return "git sc"
	}
	return "sc"
}

func world(ctx context.Context) cli.Env {
	dir, _ := os.Getwd() // a folder that is gone shows itself where it is first used
	return cli.Env{
		Name:    name(os.Args[0]),
		Args:    os.Args[1:],
		In:      os.Stdin,
		Out:     os.Stdout,
		Err:     os.Stderr,
		Dir:     dir,
		Environ: os.Environ(),
		Now:     time.Now,
		Random:  rand.Reader,
		Term:    terminal(),
		Build:   build(),
		Secret:  secret(ctx, os.Stdin),
	}
}
