package ledger

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrNoRepository is the cause of Open's fault where there is no repository.
var ErrNoRepository = errors.New("no repository")

// ErrUnsupported is the cause of Open's fault about a repository that keeps objects
// by SHA-256, or refs in reftable.
var ErrUnsupported = errors.New("repository format not supported")

// Repository is a Git repository on this machine: what is read of it is read in
// process, what is moved in it is moved by stock git.
type Repository struct {
	git       Git
	dir       string // where git is run: the top of the work tree, or the bare repository
	gitDir    string // this work tree's own: HEAD, index, journal
	commonDir string // shared by linked work trees: objects, refs
	bare      bool
	shallow   bool
	config    map[string]string
	packs     sharedPacks
	turns     turns
}

// Open finds the repository that dir lies in: a work tree, a linked one, or a bare
// repository (for reading). Its faults say what to do.
func Open(ctx context.Context, git Git, dir string) (*Repository, error) {
	type answer struct {
		out []byte
		err error
	}
	if err := endless(dir); err != nil && !git.Hook {
		return nil, err
	}
	settings := make(chan answer, 1)
	go func() {
		out, err := git.Run(ctx, dir, "config", "--list", "-z")
		settings <- answer{out, err}
	}()
	out, err := git.Run(ctx, dir, "rev-parse", "--is-bare-repository", "--is-shallow-repository", "--is-inside-work-tree", between,
		"--absolute-git-dir", between, "--git-common-dir", between, "--show-toplevel")
	config := <-settings
	r := &Repository{git: git, config: parseConfig(config.out)}
	facts := strings.Split(string(out), "\n"+between+"\n")
	if err := r.supported(err); err != nil {
		return nil, err
	}
	if len(facts) < 4 {
		return nil, git.noRepository(dir, err)
	}
	if config.err != nil {
		return nil, config.err
	}
	return r, r.settle(dir, facts, err)
}

// between parts the answers of git rev-parse, which prints what it does not know: a
// folder's name may hold a line end.
const between = "--sc"

// settle takes what git rev-parse said; in a bare repository it fails at the last
// question, having answered the others.
func (r *Repository) settle(dir string, facts []string, err error) error {
	r.gitDir, r.commonDir = filepath.FromSlash(facts[1]), filepath.FromSlash(facts[2])
	is := strings.Fields(facts[0])
	if !filepath.IsAbs(r.commonDir) {
		r.commonDir = filepath.Join(dir, r.commonDir)
	}
	r.bare, r.shallow = is[0] == "true", is[1] == "true"
	switch top := strings.TrimSuffix(facts[3], "\n"); {
	case r.bare:
		r.dir = r.gitDir
	case err != nil || is[2] != "true" || top == "":
		return &finding.Fault{
			Message: finding.Say("%s is not in a work tree", dir),
			Hint:    finding.Say("go to the folder that holds the files"),
			Cause:   ErrNoRepository,
		}
	default:
		r.dir = filepath.FromSlash(top)
	}
	return nil
}

// parseConfig reads git config --list -z: "key LF value NUL"; the last value holds.
func parseConfig(out []byte) map[string]string {
	config := make(map[string]string)
	for line := range strings.SplitSeq(string(out), "\x00") {
		key, value, ok := strings.Cut(line, "\n")
		if !ok {
			value = "true" // a key without "=" is a yes
		}
		config[key] = value
	}
	return config
}

// ParseBool reads a setting that is true or false, as git does.
func ParseBool(value string) (on, ok bool) {
	switch strings.ToLower(value) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off", "":
		return false, true
	}
	n, err := strconv.Atoi(value)
	return n != 0, err == nil
}

// Top is the top folder of the work tree; empty for a bare repository.
func (r *Repository) Top() string {
	if r.bare {
		return ""
	}
	return r.dir
}

// Common is the folder that holds objects and refs, shared by linked work trees.
func (r *Repository) Common() string { return r.commonDir }

// Own is the folder of this work tree alone: of a linked one not the repository's.
func (r *Repository) Own() string { return r.gitDir }

// Bare reports whether the repository has no work tree: it can only be read.
func (r *Repository) Bare() bool { return r.bare }

// Shallow reports whether the history was cut off by a shallow clone.
func (r *Repository) Shallow() bool { return r.shallow }

// Config is a git setting, by its key with section and name in lower case, as git
// read it when the repository was opened; the last value where there are several.
func (r *Repository) Config(key string) (value string, ok bool) {
	value, ok = r.config[key]
	return value, ok
}

// Remotes reports whether the repository knows another one.
func (r *Repository) Remotes() bool {
	for key := range r.config {
		if strings.HasPrefix(key, "remote.") && strings.HasSuffix(key, ".url") {
			return true
		}
	}
	return false
}

// Run runs git at the top of the work tree, or in the bare repository (see Git.Run).
func (r *Repository) Run(ctx context.Context, args ...string) ([]byte, error) {
	return r.git.Run(ctx, r.dir, args...)
}

// Reader is a new strict Reader of the repository's objects.
func (r *Repository) Reader() *Reader { return NewReader(r.Objects()) }
