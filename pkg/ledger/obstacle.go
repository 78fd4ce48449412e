package ledger

import (
	"cmp"
	"context"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// obstacle says what keeps git from moving index, work tree and branch, where git tells
// it in words only and no look beforehand shows it.
func (r *Repository) obstacle(ctx context.Context, err error) error {
	text, _ := complaint(err)
	untracked := parted(text, "Untracked working tree file '", "' would be overwritten")
	path := cmp.Or(untracked, parted(text, "Entry '", "' not uptodate"))
	fault := &finding.Fault{Cause: err}
	switch {
	case hooked(err) != nil:
		return hooked(err)
	case path == "":
		return err
	case untracked != "":
		fault.Message = finding.Say("%s is in the way: git does not know it, and this step writes there", path)
		fault.Hint = finding.Say("move it away, and look at git status")
	case r.overlooked(ctx, path):
		fault.Message = finding.Say("%s has a change that git was told to overlook, and this step writes to it", path)
		fault.Hint = finding.Say("let git see it again: git update-index --no-assume-unchanged --no-skip-worktree %s", path)
	default:
		return err
	}
	return fault
}

// hooked is the fault where a hook of this repository stopped git; nil where none did.
// One that stops a push leaves git no word of the other side's to report.
func hooked(err error) error {
	text, _ := complaint(err)
	fault := &finding.Fault{
		Hint:  finding.Say("that is its own reason; hooks lie in the folder that this names: git rev-parse --git-path hooks"),
		Cause: err,
	}
	words, _, _ := strings.Cut(text, "fatal: ")
	words, _, _ = strings.Cut(words, "error: ")
	words = strings.Join(strings.Fields(words), " ")
	switch {
	case strings.Contains(text, "aborted by hook"):
		fault.Message = finding.Say("the hook reference-transaction of this repository lets no branch be moved: %s", words)
	case strings.Contains(text, "failed to push some refs") && !strings.Contains(text, "\n!"):
		fault.Message = finding.Say("the hook pre-push of this repository refused it: %s", words)
	default:
		return nil
	}
	return fault
}

// parted is what stands between two texts; empty where they do not.
func parted(s, begin, end string) string {
	_, rest, _ := strings.Cut(s, begin)
	found, _, ok := strings.Cut(rest, end)
	if !ok {
		return ""
	}
	return found
}

// overlooked reports whether git was told not to look for changes of a file
// (--assume-unchanged, --skip-worktree).
func (r *Repository) overlooked(ctx context.Context, path string) bool {
	out, err := r.Run(ctx, "ls-files", "-v", "-z", "--", path)
	tag, _, ok := strings.Cut(string(out), " ")
	return err == nil && ok && tag != "H"
}
