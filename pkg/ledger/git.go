package ledger

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Git runs stock git. The zero value runs the git of PATH with this process's
// environment.
type Git struct {
	Program string   // name or path; empty: "git"
	Env     []string // the environment; nil: this process's own
	// Hook says that git itself started this program as a hook, so that what git
	// put into the environment (GIT_DIR and its like) holds. Otherwise variables
	// that point git to another repository, index or objects are not obeyed.
	Hook bool
	// Network is how it talks to other repositories.
	Network Network
}

// Run runs git in a folder and returns its standard output. A failure is a
// *finding.Fault with git's words; its cause is an *exec.ExitError where git ran.
func (g Git) Run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	return g.run(ctx, call{dir: dir, args: args})
}

// call is one run of git.
type call struct {
	dir   string
	args  []string
	stdin string
	env   []string
	with  []string // settings, as -c key=value
	// whole keeps Ctrl-C and the context's end away from a git that moves index,
	// work tree and ref, so that it is not stopped half-way.
	whole bool
}

func (g Git) run(ctx context.Context, c call) ([]byte, error) {
	if c.whole {
		ctx = context.WithoutCancel(ctx)
	}
	cmd := g.command(ctx, c)
	cmd.Stdin = strings.NewReader(c.stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return stdout.Bytes(), g.fault(c, stderr.String(), err)
	}
	return stdout.Bytes(), nil
}

// command is a run of git, not started yet.
func (g Git) command(ctx context.Context, c call) *exec.Cmd {
	// No replaced objects, no file system monitor's word for what changed, and
	// paths that mean themselves.
	args := slices.Concat([]string{"--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor="}, c.with, c.args)
	cmd := exec.CommandContext(ctx, g.program(), args...)
	cmd.Dir = c.dir
	cmd.Env = append(g.environment(), c.env...)
	if c.whole {
		shield(cmd)
	}
	return cmd
}

func (g Git) program() string {
	if g.Program == "" {
		return "git"
	}
	return g.Program
}

func (g Git) environment() []string {
	env := g.Env
	if env == nil {
		env = os.Environ()
	}
	env = slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return !g.Hook && pointsElsewhere(name)
	})
	// Grafts, unlike replaced objects, have no switch: only another file keeps git from
	// reading info/grafts.
	return append(env, "LC_ALL=C", "GIT_REFLOG_ACTION=sc", "GIT_GRAFT_FILE="+os.DevNull+"/none")
}

// pointsElsewhere names the variables that git rev-parse --local-env-vars lists
// (but those of settings), and others that change what paths and trees mean.
func pointsElsewhere(name string) bool {
	switch name {
	case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
		"GIT_PREFIX", "GIT_NAMESPACE", "GIT_CONFIG", "GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS",
		"GIT_INTERNAL_SUPER_PREFIX", "GIT_ATTR_SOURCE", "GIT_QUARANTINE_PATH",
		"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS":
		return true
	}
	return false
}

func (g Git) fault(c call, stderr string, err error) error {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return &finding.Fault{
			Message: finding.Say("the program %q was not found", g.program()),
			Hint:    finding.Say("install git 2.34 or newer and put it on the PATH"),
			Cause:   err,
		}
	}
	if lock := lockPattern.FindStringSubmatch(stderr); lock != nil && c.dir != "" {
		return locked(lock[1], &gitError{stderr, err})
	}
	fault := &finding.Fault{
		Message: finding.Say("git %s failed: %s", c.args[0], strings.TrimSpace(shorten(stderr))),
		Cause:   &gitError{stderr, err},
	}
	if noRoom(fault) && c.dir != "" { // else it is another machine's
		fault.Hint = finding.Say("see whether the disk is full, and who may write to %s", c.dir)
	}
	return fault
}

// lockPattern is how git says that another git works, or was killed.
var lockPattern = regexp.MustCompile(`Unable to create '(.+\.lock)': File exists`)

// noRoom reports whether git could not write, and would not a moment later.
func noRoom(err error) bool {
	return said(err, "No space left on device", "Disk quota exceeded", "File too large", "Read-only file system", "Permission denied")
}

// shorten keeps the end of git's words: it says last why it failed.
func shorten(s string) string { return strings.ToValidUTF8(s[max(0, len(s)-2000):], "?") }

// gitError keeps what git said, for the few cases that git tells in words only.
type gitError struct {
	stderr string
	err    error
}

func (e *gitError) Error() string { return e.err.Error() }
func (e *gitError) Unwrap() error { return e.err }

// said reports whether git failed and used one of the words.
func said(err error, words ...string) bool {
	text, ok := complaint(err)
	return ok && slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// complaint is all that a git said that failed.
func complaint(err error) (string, bool) {
	if e, ok := errors.AsType[*gitError](err); ok {
		return e.stderr, true
	}
	return "", false
}

// requireWriting refuses a git too old for the way that entries are landed.
func (g Git) requireWriting(ctx context.Context, dir string) error {
	version, err := g.Version(ctx, dir)
	if err != nil {
		return err
	}
	return OldGit(version)
}

// Version is what git calls its version, such as 2.39.5.
func (g Git) Version(ctx context.Context, dir string) (string, error) {
	out, err := g.Run(ctx, dir, "version")
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "git version "), err
}

// OldGit is the fault about a version of git that cannot write to the ledger; nil for
// one that can.
func OldGit(version string) error {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return nil // a version of somebody's own making
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	if err1 == nil && err2 == nil && (major < 2 || major == 2 && minor < 34) {
		return &finding.Fault{
			Message: finding.Say("git %s is too old to write to the ledger", version),
			Hint:    finding.Say("install git 2.34 or newer; reading works with this one"),
		}
	}
	return nil
}
