// Package cli is the command line: one file per command, each of which parses
// its flags, asks the packages below and shows what they say. The outside world
// comes in through Env alone.
package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Env is the outside world of one run.
type Env struct {
	Name    string   // what the program is called by; empty is sc
	Args    []string // without the name
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Dir     string   // the folder the program was started in
	Environ []string // KEY=value
	Now     func() time.Time
	Random  io.Reader
	Term    Terminal
	Build   Build
	Secret  func() ([]byte, error) // reads a line from the terminal without echo
}

// Terminal says which streams are a person's terminal, and how wide it is.
type Terminal struct {
	In, Out, Err bool
	Width        int
	Height       int  // lines; 0: as many as one likes
	Draws        bool // forms can be drawn on it: it has a cursor that can be moved
}

// Build says what this program was built from.
type Build struct {
	Version string // of the module, as the tag says
	Commit  string // empty where it was built outside a repository
	Date    string // of the commit, RFC 3339
	Dirty   bool   // the work tree had changes that the commit lacks
	Go      string
}

// Getenv is the value of an environment variable; the last setting counts, as
// in a shell.
func (e Env) Getenv(key string) string {
	value := ""
	for _, kv := range e.Environ {
		if k, v, _ := strings.Cut(kv, "="); k == key {
			value = v
		}
	}
	return value
}

// app is one run of the program: the world, the reader's language and the flags
// that every command has.
type app struct {
	Env
	say      *lang.Printer
	schemas  *validator.Validator // compiled when first needed
	flags    globalFlags
	stdin    []byte   // standard input, once it was read
	typed    []string // what was typed into a form, as arguments
	agreed   string   // the last question that was answered with yes
	remarked []string // the last remarks that were made

	next []finding.Sentence // who comes next, told behind the receipt
}

type globalFlags struct {
	dir    string
	lang   string
	json   bool
	jq     string
	yes    bool
	dryRun bool
	as     string
	pin    string // the ledger that is trusted in this run

	noPager    bool
	offline    bool
	withDrafts bool
	setAside   bool
}

// Run runs the program and gives its exit code.
func Run(ctx context.Context, env Env) int {
	a := &app{Env: env, schemas: validator.New()}
	a.say = lang.New(a.language())
	root := newRoot(a)
	root.SetArgs(env.Args)
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	code := a.exit(ctx, root.ExecuteContext(ctx))
	if code != exitDone {
		a.retype()
	}
	return code
}

// language is needed before the flags are parsed: help speaks it too.
func (a *app) language() lang.Language {
	flag := ""
	for i, arg := range a.Args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			flag = v
		} else if arg == "--lang" && i+1 < len(a.Args) {
			flag = a.Args[i+1]
		}
	}
	if !lang.Known(flag) {
		flag = "" // that is said in the language of the environment
	}
	return lang.Detect(flag, a.Getenv("SC_LANG"), a.Getenv("LC_ALL"), a.Getenv("LC_MESSAGES"), a.Getenv("LANG"))
}
