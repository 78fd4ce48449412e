package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Upstream is the branch of another repository that a ledger branch follows, as
// git branch --set-upstream-to sets it.
type Upstream struct {
	Remote   string // the other repository, as git remote names it
	Branch   string // the branch there, refs/heads/…
	Tracking string // what was last seen of it, refs/remotes/…
}

// String is the name that git gives it, such as origin/main.
func (u Upstream) String() string { return strings.TrimPrefix(u.Tracking, "refs/remotes/") }

// Upstream is what a ledger branch follows; ok is false where it follows nothing
// that lies in another repository.
func (r *Repository) Upstream(ctx context.Context, ref string) (u Upstream, ok bool, err error) {
	remote, _ := r.Config("branch." + shortRef(ref) + ".remote")
	if remote == "" || remote == "." {
		return Upstream{}, false, nil
	}
	out, err := r.Run(ctx, "for-each-ref", "--format=%(upstream:remotename)%09%(upstream:remoteref)%09%(upstream)", ref)
	if err != nil {
		return Upstream{}, false, err
	}
	f := strings.Split(strings.TrimSuffix(string(out), "\n"), "\t")
	if len(f) != 3 || f[0] == "" || f[1] == "" || f[2] == "" {
		return Upstream{}, false, r.unseen(ref, remote)
	}
	return Upstream{Remote: f[0], Branch: f[1], Tracking: f[2]}, true, nil
}

// unseen is the fault about a branch that follows one of which git keeps nothing here:
// git push reaches that, and so what is written must not stay here without a word.
func (r *Repository) unseen(ref, remote string) error {
	merge, _ := r.Config("branch." + shortRef(ref) + ".merge")
	_, named := r.Config("remote." + remote + ".url")
	switch {
	case merge == "":
		return nil
	case !named:
		return &finding.Fault{
			Message: finding.Say("%s follows a branch of %s, which has no name here", shortRef(ref), remote),
			Hint:    finding.Say("give it one: git remote add NAME URL, git fetch NAME, git branch -u NAME/%s", shortRef(merge)),
		}
	}
	return &finding.Fault{
		Message: finding.Say("%s follows %s of %s, which git was told not to fetch", shortRef(ref), shortRef(merge), remote),
		Hint:    finding.Say("let git fetch it: git remote set-branches --add %s %s, git fetch %s", remote, shortRef(merge), remote),
	}
}

// Tracking is what was last seen of the upstream of a branch, as git names it where
// nobody changed that.
func (r *Repository) Tracking(ref string) (name string, ok bool) {
	remote, _ := r.Config("branch." + shortRef(ref) + ".remote")
	branch, _ := r.Config("branch." + shortRef(ref) + ".merge")
	return "refs/remotes/" + remote + "/" + shortRef(branch), remote != "" && remote != "." && branch != ""
}

// Fetch brings what the upstream has, with the tags on it, and gives its tip; zero
// where it has no such branch yet. Its faults are about the way there: see Push.
func (r *Repository) Fetch(ctx context.Context, u Upstream) (ID, error) {
	done, err := r.turn(ctx) // of two at the same time one would find the tracking branch held
	if err != nil {
		return ID{}, err
	}
	defer done()
	args := []string{"fetch", "--progress", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head"}
	if r.Partial() != "" {
		args = append(args, "--no-filter") // what is new is read at once
	}
	err = r.network(ctx, u, append(args, u.Remote, "+"+u.Branch+":"+u.Tracking)...)
	if said(err, "couldn't find remote ref") {
		return ID{}, nil
	}
	if err != nil {
		return ID{}, err
	}
	tip, _, err := r.Ref(u.Tracking)
	return tip, err
}

// Push hands a commit to the upstream, with tags by their names without refs/tags/:
// all of it or nothing, and never over what is there. A zero commit pushes the tags
// alone. ErrMoved is the cause of its fault where somebody else was first,
// ErrRefused where the other side said no, ErrUnreachable where it was not heard.
func (r *Repository) Push(ctx context.Context, u Upstream, commit ID, tags map[string]ID) error {
	args := []string{"push", "--porcelain", "--progress", "--no-follow-tags", "--recurse-submodules=no"}
	if len(tags) > 0 && !commit.IsZero() {
		args = append(args, "--atomic")
	}
	args = append(args, u.Remote)
	if !commit.IsZero() {
		args = append(args, commit.String()+":"+u.Branch)
	}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		args = append(args, tags[name].String()+":refs/tags/"+name)
	}
	return r.network(ctx, u, args...)
}

// Distance counts the commits that one side has and the other lacks.
func (r *Repository) Distance(ctx context.Context, ours, theirs ID) (ahead, behind int, err error) {
	if ours == theirs {
		return 0, 0, nil
	}
	out, err := r.Run(ctx, "rev-list", "--count", "--left-right", ours.String()+"..."+theirs.String())
	if err != nil {
		return 0, 0, err
	}
	_, err = fmt.Sscan(string(out), &ahead, &behind)
	return ahead, behind, err
}

// MergeBase is the last commit that two tips share; zero where they share none.
func (r *Repository) MergeBase(ctx context.Context, a, b ID) (ID, error) {
	out, err := r.Run(ctx, "merge-base", a.String(), b.String())
	id, ok := parseID(strings.TrimSpace(string(out)))
	if ok || err == nil || said(err, "") {
		return id, nil
	}
	return ID{}, err
}

// network runs a git that talks to another repository.
func (r *Repository) network(ctx context.Context, u Upstream, args ...string) error {
	err := r.git.talk(ctx, r.dir, args)
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return u.explain(err)
}

// Reach asks another repository, by its name here, for its branches, and says why it
// does not answer.
func (r *Repository) Reach(ctx context.Context, remote string) error {
	return r.network(ctx, Upstream{Remote: remote}, "ls-remote", "--quiet", "--heads", "--", remote)
}

// The causes of the faults about other repositories.
var (
	ErrRefused     = errors.New("refused by the other repository")
	ErrUnreachable = errors.New("the other repository was not reached")
	ErrHeld        = fmt.Errorf("a lock was there: %w", ErrMoved)
)

// explain makes a fault of what git said about another repository.
func (u Upstream) explain(err error) error {
	f := &finding.Fault{
		Message: finding.Say("git failed at %s: %s", u.Remote, remark(err)),
		Hint:    finding.Say("try it with git alone: git fetch %s, git push %s", u.Remote, u.Remote),
		Cause:   err,
	}
	for _, t := range troubles() {
		if said(err, t.words...) {
			f.Message, f.Hint, f.Cause = t.message(u.Remote, remark(err)), t.hint, t.cause
			return f
		}
	}
	if stopped := hooked(err); stopped != nil {
		return stopped
	}
	return f
}
