package ledger

import (
	"context"
	"errors"
	"path/filepath"
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
	settings := make(chan answer, 1)
	go func() {
		out, err := git.Run(ctx, dir, "config", "--list", "-z")
		settings <- answer{out, err}
	}()
	out, err := git.Run(ctx, dir, "rev-parse", "--absolute-git-dir", "--git-common-dir",
		"--is-bare-repository", "--is-shallow-repository", "--is-inside-work-tree", "--show-toplevel")
	config := <-settings
	r := &Repository{git: git, config: parseConfig(config.out)}
	facts := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if err := r.supported(err); err != nil {
		return nil, err
	}
	if len(facts) < 5 {
		return nil, noRepository(dir, err)
	}
	if config.err != nil {
		return nil, config.err
	}
	return r, r.settle(dir, facts, err)
}

// settle takes what git rev-parse said; in a bare repository it fails at the last
// question, having answered the others.
func (r *Repository) settle(dir string, facts []string, err error) error {
	r.gitDir, r.commonDir = filepath.FromSlash(facts[0]), filepath.FromSlash(facts[1])
	if !filepath.IsAbs(r.commonDir) {
		r.commonDir = filepath.Join(dir, r.commonDir)
	}
	r.bare, r.shallow = facts[2] == "true", facts[3] == "true"
	switch {
	case r.bare:
		r.dir = r.gitDir
	case err != nil || facts[4] != "true" || len(facts) < 6:
		return &finding.Fault{
			Message: finding.Say("%s is not in a work tree", dir),
			Hint:    finding.Say("go to the folder that holds the files"),
			Cause:   ErrNoRepository,
		}
	default:
		r.dir = filepath.FromSlash(facts[5])
	}
	return nil
}

// supported refuses repositories that git may read and this program cannot. An old
// git cannot read them either, and says so in words only.
func (r *Repository) supported(err error) error {
	switch {
	case strings.EqualFold(r.config["extensions.objectformat"], "sha256") || said(err, "objectformat"):
		return &finding.Fault{
			Message: finding.Say("this repository names its objects by SHA-256, which sc does not read"),
			Hint:    finding.Say("keep the catalogue in a repository made by: git init --object-format=sha1"),
			Cause:   ErrUnsupported,
		}
	case strings.EqualFold(r.config["extensions.refstorage"], "reftable") || said(err, "refstorage"):
		return &finding.Fault{
			Message: finding.Say("this repository keeps its branches and tags as reftable, which sc does not read"),
			Hint:    finding.Say("change it with: git refs migrate --ref-format=files"),
			Cause:   ErrUnsupported,
		}
	}
	return nil
}

func noRepository(dir string, err error) error {
	if errors.Is(err, context.Canceled) || !said(err, "") {
		return err // git did not run
	}
	if said(err, "safe.directory") {
		return &finding.Fault{
			Message: finding.Say("git does not touch the repository at %s, because it belongs to another user", dir),
			Hint:    finding.Say("if you trust it: git config --global --add safe.directory %s", dir),
			Cause:   err,
		}
	}
	if !said(err, "not a git repository") {
		return err
	}
	return &finding.Fault{
		Message: finding.Say("%s is not in a Git repository", dir),
		Hint:    finding.Say("go to the catalogue's folder or name it with -C; sc init makes a new one"),
		Cause:   ErrNoRepository,
	}
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

// Top is the top folder of the work tree; empty for a bare repository.
func (r *Repository) Top() string {
	if r.bare {
		return ""
	}
	return r.dir
}

// Common is the folder that holds objects and refs, shared by linked work trees.
func (r *Repository) Common() string { return r.commonDir }

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

// Run runs git at the top of the work tree, or in the bare repository (see Git.Run).
func (r *Repository) Run(ctx context.Context, args ...string) ([]byte, error) {
	return r.git.Run(ctx, r.dir, args...)
}

// Reader is a new strict Reader of the repository's objects.
func (r *Repository) Reader() *Reader { return NewReader(r.Objects()) }
