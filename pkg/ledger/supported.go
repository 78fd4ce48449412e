package ledger

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

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
	case said(err, "unknown repository extension", "Expected git repo version"):
		return &finding.Fault{
			Message: finding.Say("this repository is of a form that the git installed here does not read: %s", inOneLine(err)),
			Hint:    finding.Say("install a newer git, as the one that made it"),
			Cause:   errors.Join(ErrUnsupported, err),
		}
	}
	return nil
}

// inOneLine is what git said, without the word before it.
func inOneLine(err error) string {
	text, _ := complaint(err)
	line := strings.Join(strings.Fields(shorten(text)), " ")
	return strings.TrimPrefix(strings.TrimPrefix(line, "fatal: "), "error: ")
}

// noRepository says why no repository was opened in a folder.
func (g Git) noRepository(dir string, err error) error {
	if errors.Is(err, context.Canceled) || !said(err, "") {
		return err // git did not run
	}
	if said(err, "safe.directory") {
		at := dir
		text, _ := complaint(err)
		if named := dubious.FindStringSubmatch(text); named != nil {
			at = named[1] // the top, wherever below it git was run
		}
		return &finding.Fault{
			Message: finding.Say("git does not touch the repository at %s, because it belongs to another user", at),
			Hint:    finding.Say("if you trust it: git config --global --add safe.directory %s", at),
			Cause:   err,
		}
	}
	if !said(err, "not a git repository") {
		return err
	}
	none := &finding.Fault{
		Message: finding.Say("%s is not in a Git repository", dir),
		Hint:    finding.Say("go to the catalogue's folder or name it with -C; sc init makes a new one"),
		Cause:   ErrNoRepository,
	}
	if g.told("GIT_DIR") {
		none.Hint = finding.Say("GIT_DIR is not obeyed: go to a work tree whose .git names that repository, or name it with -C")
	}
	return none
}

// dubious is how git names a repository of somebody else's.
var dubious = regexp.MustCompile(`dubious ownership in repository at '(.+)'`)

// told reports whether a variable of the environment is set.
func (g Git) told(name string) bool {
	env := g.Env
	if env == nil {
		env = os.Environ()
	}
	return slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, name+"=") })
}
