package cli

import (
	"bufio"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

type pushOptions struct {
	pin    string
	ref    string
	full   bool
	within time.Duration // what the hook may take, or 0 for as long as it takes
}

func (o *pushOptions) check() error {
	if o.pin != "" && !ledger.Digest(o.pin).Valid() {
		return fault(finding.Say("%s is not the id of a ledger", finding.Clip(o.pin)), finding.Say("give it the ledger's id: --pin sha256:… (\"sc verify --jq .ledger\" shows it)"))
	}
	if o.pin == "" {
		return fault(finding.Say("the hook does not say which ledger it guards"), finding.Say("give it the ledger's id: --pin sha256:… (\"sc verify --jq .ledger\" shows it)"))
	}
	if !strings.HasPrefix(o.ref, "refs/heads/") {
		return fault(finding.Say("the hook does not say which branch it guards"), finding.Say("give it the branch's full name: --ref refs/heads/main"))
	}
	return nil
}

// push is what somebody wants to change in the server's repository.
type push struct {
	app     *app
	repo    *ledger.Repository
	objects *ledger.Batch
	pin     ledger.Digest
	full    bool      // the whole history is to be judged
	ref     string    // the ledger branch
	updates []update  // as Git names them, in its order
	branch  *update   // that of the ledger branch; nil: it stays
	tip     ledger.ID // of the ledger branch as it is now; zero: it is not there
}

// update is one ref that changes; the zero ID stands for no ref.
type update struct {
	ref      string
	old, new ledger.ID
}

// tag is the name of the tag that changes; empty for another ref.
func (u update) tag() string {
	name, ok := strings.CutPrefix(u.ref, "refs/tags/")
	if !ok {
		return ""
	}
	return name
}

// preReceive judges a push. Nil lets it in.
func (a *app) preReceive(ctx context.Context, o *pushOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.within == 0 {
		return a.receive(ctx, o)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.within, errTooLong)
	defer cancel()
	err := a.receive(ctx, o)
	if errors.Is(context.Cause(ctx), errTooLong) { // whatever was found in a part of it
		return fault(finding.Say("judging the push took longer than %s, so it is refused", o.within),
			finding.Say("push less at once; whoever runs the server can give the hook more time: --within 1h"))
	}
	return err
}

// errTooLong ends the judging of a push that would keep a server busy.
var errTooLong = errors.New("the time for judging a push is over")

// receive judges a push.
func (a *app) receive(ctx context.Context, o *pushOptions) error {
	repo, err := a.hookRepository(ctx)
	if err != nil {
		return err
	}
	a.flags.pin = o.pin
	p := &push{app: a, repo: repo, objects: repo.Batch(ctx), pin: ledger.Digest(o.pin), ref: o.ref, full: o.full}
	defer p.objects.Close()
	if p.updates, err = a.updates(); err != nil {
		return err
	}
	if err := p.sort(); err != nil {
		return err
	}
	return p.judge(ctx)
}

// updates reads "old SP new SP ref LF" lines (githooks(5), pre-receive).
func (a *app) updates() ([]update, error) {
	var all []update
	seen := map[string]bool{}
	lines := bufio.NewScanner(a.In)
	for lines.Scan() {
		words := strings.SplitN(lines.Text(), " ", 3)
		var u update
		if len(words) != 3 || u.old.UnmarshalText([]byte(words[0])) != nil || u.new.UnmarshalText([]byte(words[1])) != nil {
			return nil, fault(finding.Say("%q is not what Git tells a pre-receive hook", lines.Text()), finding.Say("git runs this command; it reads lines of: OLD NEW REF"))
		}
		if u.ref = words[2]; seen[u.ref] {
			return nil, fault(finding.Say("one push changes %s twice", u.ref), finding.Say("push it once"))
		}
		seen[u.ref] = true
		all = append(all, u)
	}
	return all, lines.Err()
}

// sort finds what concerns the ledger, and refuses what needs no judging.
func (p *push) sort() error {
	var err error
	if p.tip, _, err = p.repo.Ref(p.ref); err != nil {
		return err
	}
	for i := range p.updates {
		u := &p.updates[i]
		target, err := p.repo.Stands(u.ref)
		if err != nil {
			return err
		}
		switch {
		case target != u.ref:
			return fault(finding.Say("%s stands for %s", u.ref, target), finding.Say("push to %s itself", target))
		case replaces(u.ref) && !u.new.IsZero():
			return fault(finding.Say("%s would show another object in place of a real one", u.ref), finding.Say("push without refs/replace/"))
		case u.ref == p.ref:
			p.branch = u
		case p.mistaken(u):
			return fault(finding.Say("%s could be taken for the ledger branch, such as in place of origin/%s", u.ref, p.name()), finding.Say("choose another name"))
		case strings.EqualFold(u.ref, p.ref):
			return fault(finding.Say("%s differs from the ledger branch in case only", u.ref), finding.Say("choose another name"))
		default:
			continue
		}
		if err := p.changeable(); err != nil {
			return err
		}
	}
	return nil
}

// mistaken reports whether a new tag or branch has a name that git, or whoever checks a
// pull request, may take for the ledger branch: git looks among tags before branches,
// and does not push to a branch whose full name another ref ends in.
func (p *push) mistaken(u *update) bool {
	if u.new.IsZero() || u.ref == p.ref {
		return false
	}
	tag := "/" + strings.ToLower(u.tag())
	return strings.HasSuffix(strings.ToLower(u.ref), "/"+strings.ToLower(p.ref)) || u.tag() != "" && strings.HasSuffix(tag, "/"+strings.ToLower(p.name()))
}

func replaces(ref string) bool { return strings.HasPrefix(strings.ToLower(ref), "refs/replace/") }

// changeable refuses changes of the ledger branch that no history can make good.
func (p *push) changeable() error {
	switch u := p.branch; {
	case u == nil:
		return nil
	case u.new.IsZero():
		return fault(finding.Say("the ledger branch %s cannot be deleted", p.ref), finding.Say("it is the proof of every version; keep it"))
	case u.old != p.tip:
		return &finding.Fault{Message: finding.Say("somebody else pushed to %s meanwhile", p.ref), Hint: finding.Say("\"sc sync\" takes theirs in, and shares yours behind it"), Cause: errOvertaken}
	}
	return nil
}

// concerned reports whether the push may touch the ledger: its branch, or a tag.
func (p *push) concerned() bool {
	for _, u := range p.updates {
		if u.ref == p.ref || u.tag() != "" {
			return true
		}
	}
	return false
}

// judge lets the audit judge branch and tags as they would be.
func (p *push) judge(ctx context.Context) error {
	if !p.concerned() || p.branch == nil && p.tip.IsZero() {
		return nil // no ledger is there, and none comes
	}
	s, err := p.subject(ctx)
	if err != nil {
		return err
	}
	if good, err := p.goesOn(ctx, s); good || err != nil {
		return err
	}
	report, err := audit.Verify(ctx, s)
	if err != nil {
		return err
	}
	if p.branch == nil && report.Prefix != "" && !p.versions(report.Prefix) {
		return nil // tags of somebody else's
	}
	bad := append(forks(ctx, p, s), p.violations(report)...)
	kept, err := p.kept(s, report)
	if err != nil {
		return err
	}
	if bad = append(bad, kept...); len(bad) == 0 {
		return nil
	}
	return p.refuse(bad)
}

// goesOn reports whether the push brings nothing but drafts and good ordinary steps to
// a branch whose history this hook has let in. Whatever else it may be, only the whole
// history tells.
func (p *push) goesOn(ctx context.Context, s audit.Subject) (bool, error) {
	tagged := slices.ContainsFunc(p.updates, func(u update) bool { return u.tag() != "" })
	if p.full || tagged || p.branch == nil || p.tip.IsZero() {
		return false, nil
	}
	s.Tags = nil // they stay as they are
	before := s
	before.Tip = p.tip
	from, ok := audit.Foothold(ctx, before)
	if !ok {
		return false, ctx.Err()
	}
	_, good, err := audit.Continue(ctx, s, from)
	return good, err
}

// versions reports whether a tag of a version changes, or one that some file systems
// take for it.
func (p *push) versions(prefix string) bool {
	for _, u := range p.updates {
		if _, ok := underFold(u.tag(), prefix); ok {
			return true
		}
	}
	return false
}

// underFold is a tag's name behind a prefix, whatever the case of its letters.
func underFold(tag, prefix string) (string, bool) {
	if len(tag) < len(prefix) || !strings.EqualFold(tag[:len(prefix)], prefix) {
		return "", false
	}
	return tag[len(prefix):], true
}

// subject is the ledger as it would be after the push.
func (p *push) subject(ctx context.Context) (audit.Subject, error) {
	s := audit.Subject{Tip: p.tip, Ref: p.ref, Pin: p.pin, Readers: func() *ledger.Reader { return ledger.NewReader(p.objects) }}
	if p.branch != nil {
		s.Tip = p.branch.new
	}
	tags, err := p.repo.Tags(ctx, "")
	if err != nil {
		return s, err
	}
	for _, u := range p.updates {
		if name := u.tag(); name != "" {
			tags[name] = u.new
		}
	}
	for _, name := range sortedNames(tags) {
		if !tags[name].IsZero() {
			s.Tags = append(s.Tags, audit.Tag{Name: name, Object: tags[name]})
		}
	}
	s.Root, err = p.root(s)
	return s, err
}

// root is the catalogue's folder: where there is a ledger already, that folder, and
// not one that the push may prefer.
func (p *push) root(s audit.Subject) (string, error) {
	objects := s.Readers()
	if !p.tip.IsZero() {
		root, err := p.rootAt(objects, p.tip)
		if !errors.Is(err, errNoCatalogue) {
			return root, err
		}
	}
	return p.rootAt(objects, s.Tip)
}

func (p *push) rootAt(objects *ledger.Reader, tip ledger.ID) (string, error) {
	tree, _, err := objects.Links(tip)
	if err != nil {
		return "", err
	}
	root, sure, err := p.app.rootFor(p.repo, objects, tip, tree)
	p.full = p.full || !sure // the history alone tells which folder was judged
	return root, err
}
