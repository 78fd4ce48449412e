package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/render"
)

type verifyOptions struct {
	pin        string
	head       string
	requirePin bool
	full       bool
	maxAge     string
	tag        string // the version that is asked about was named by its tag
	base       string
	bundle     string
	format     string
	signers    []string
}

// newVerify proves the history.
func newVerify(a *app) *cobra.Command {
	o := &verifyOptions{}
	c := &cobra.Command{
		Use:   "verify [VERSION]",
		Short: a.say.T("Judge the whole history by the procedure"),
		Long: a.say.T("Walks the ledger branch and judges each entry by the procedure that was in force before it: signature, role, order, bytes, tags. It needs no key and no network. It prints one line for each violation and exits 1 if there is any. A version's number asks about this version too, and what is proven of it is printed: entry, date, signer, digest, tag, requests.") + "\n\n" +
			a.say.T("What was found good here before is not judged again: it goes on from the last entry that was, and says so. --full judges everything, and reads every object again.") + "\n\n" +
			a.say.T("The ledger must be the pinned one: --pin, else SC_PIN, else what \"sc trust pin\" or the first use keeps outside the repository. What was found good is remembered there too, so that a history that is cut back or rewritten shows (docs/trust.md). Nothing in the repository is written.") + "\n\n" +
			a.say.T("--bundle DIR checks what \"sc site\" laid into the folder proof, with no repository and no Git: the signature of the version, its tag, its manifest and the services that are there, held against the ledger's id (--pin) or the signer's key (--signer). That proves signature and bytes, not the procedure."),
		Example: "  sc verify\n  sc verify --pin sha256:…\n  sc verify --require-pin --max-age 30d\n  sc verify 1.1.0 --json\n  sc verify --base origin/main --head HEAD\n  sc verify --bundle site --pin sha256:…",
	}
	f := c.Flags()
	f.StringVar(&o.pin, "pin", "", a.say.T("the ledger id that you trust"))
	f.StringVar(&o.head, "head", "", a.say.T("judge this revision in place of the ledger branch"))
	f.StringVar(&o.base, "base", "", a.say.T("judge only what the head brings to this revision, as a pull request does"))
	f.BoolVar(&o.requirePin, "require-pin", false, a.say.T("trust no ledger that nobody pinned: exit 5"))
	f.BoolVar(&o.full, "full", false, a.say.T("do not look at what was found good before"))
	f.StringVar(&o.bundle, "bundle", "", a.say.T("check the proof that came with a site, in this folder, without a repository"))
	f.StringArrayVar(&o.signers, "signer", nil, a.say.T("with --bundle: the fingerprint of a key that you trust, SHA256:…"))
	f.StringVar(&o.maxAge, "max-age", "", a.say.T("the newest entry must not be older, such as 30d or 12h"))
	f.StringVar(&o.format, "format", "", a.say.T("text, json, sarif, junit, github or gitlab"))
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		if err := filled(f, "pin", "head", "base", "max-age", "format"); err != nil {
			return err
		}
		if err := a.formatted(o); err != nil {
			return err
		}
		return a.verify(ctx, o, args)
	})
}

// filled refuses flags that were given and say nothing, as a script's unset variable
// makes them: what they should have asked for would be left out without a word.
func filled(flags *pflag.FlagSet, names ...string) error {
	for _, name := range names {
		if f := flags.Lookup(name); f.Changed && f.Value.String() == "" {
			return fault(finding.Say("--%s is empty", name), finding.Say("leave it out, or give it a value; a variable that is not set leaves it empty"))
		}
	}
	return nil
}

func (a *app) verify(ctx context.Context, o *verifyOptions, args []string) error {
	asked, err := o.parse(args)
	if err != nil {
		return err
	}
	a.flags.pin = o.pin
	switch {
	case o.bundle != "":
		return a.verifyBundle(o, asked)
	case len(o.signers) > 0:
		return fault(finding.Say("--signer is for --bundle"), finding.Say("who may sign in a ledger, its procedure says"))
	case o.base != "":
		return a.verifyPair(ctx, o)
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	t, err := a.trusted(repo, o)
	if err != nil {
		return err
	}
	report, err := a.judge(ctx, repo, o, t)
	if err != nil {
		return err
	}
	page := reportPage(report, t)
	p, err := proven(repo, report, asked)
	if err != nil {
		return err
	}
	if p != nil && o.names(report, asked) {
		p.add(&page, a)
	}
	if err := a.reported(page, report, outcome(report), o); err != nil {
		return err
	}
	if !a.machine() {
		a.verdict(report, t)
	}
	switch {
	case report.Good():
		if err := a.proves(report, o, asked); err != nil {
			return err
		}
		a.remember(report, t)
		return nil
	case report.CannotJudge():
		return quiet(exitCannotJudge)
	}
	return quiet(exitFindings)
}

// judge lets the audit judge the history that the command stands in, and holds it
// against what is trusted.
func (a *app) judge(ctx context.Context, repo *ledger.Repository, o *verifyOptions, t *trusted) (*audit.Report, error) {
	s, err := a.subject(ctx, repo, o)
	if err != nil {
		return nil, err
	}
	if o.head != "" {
		d, err := a.openIn(ctx, repo)
		t.Elsewhere = err != nil || d.tip != s.Tip
	}
	bar := a.progress(finding.Say("verifying"), finding.Say("commits"))
	defer bar.Close()
	s.Judged = bar.Done
	return judgeAt(ctx, repo, s, t)
}

// judgeAt judges the history of a subject, with the tags of the repository.
func judgeAt(ctx context.Context, repo *ledger.Repository, s audit.Subject, t *trusted) (*audit.Report, error) {
	s, err := s.In(ctx, repo)
	if err != nil {
		return nil, err
	}
	s.Pin = t.Pin.Ledger
	report, err := t.judged(ctx, s)
	if err != nil {
		return nil, err
	}
	report.Hold(t.Trust)
	report.Violations = append(report.Violations, disguises(repo, s)...)
	return report, nil
}

// judged goes on from what was judged here before where that tells all, and else
// judges the whole history.
func (t *trusted) judged(ctx context.Context, s audit.Subject) (*audit.Report, error) {
	if c := t.Checkpoint; !t.whole && c != nil && c.Ground != nil && c.Ledger == t.Pin.Ledger && c.Tells(t.Pin) {
		if report, good, err := audit.Continue(ctx, s, *c); good || err != nil {
			return report, err
		}
	}
	return audit.Verify(ctx, s)
}

// subject is the branch to judge and where its catalogue lies. The procedure at
// the tip is only a hint: a broken one must not keep the audit from speaking.
func (a *app) subject(ctx context.Context, repo *ledger.Repository, o *verifyOptions) (audit.Subject, error) {
	if o.head != "" {
		id, err := repo.Resolve(ctx, o.head)
		if err != nil {
			return audit.Subject{}, err
		}
		return a.subjectAt(ctx, repo, audit.Subject{Tip: id})
	}
	d, failed := a.openIn(ctx, repo)
	if failed == nil {
		return audit.Subject{Tip: d.tip, Ref: d.ref, Root: d.root}, nil
	}
	ref, id, err := repo.Head()
	if errors.Is(err, ledger.ErrUnborn) {
		err = failed // which says where the ledger is
	}
	if err != nil {
		return audit.Subject{}, err
	}
	return a.subjectAt(ctx, repo, audit.Subject{Tip: id, Ref: ref})
}

// subjectAt finds the catalogue of a tip. One that was deleted, or hidden in a tree
// that cannot be read, is looked for in the history, and else left to the audit.
func (a *app) subjectAt(ctx context.Context, repo *ledger.Repository, s audit.Subject) (audit.Subject, error) {
	objects := repo.Reader()
	tree, _, err := objects.Links(s.Tip)
	if err == nil {
		s.Root, err = a.root(repo, objects, s.Tip, tree)
	}
	if err == nil {
		return s, nil
	}
	former, failed := formerRoot(ctx, repo, s.Tip)
	switch {
	case failed == nil && former != "":
		s.Root = former
		return s, nil
	case errors.Is(err, errNoCatalogue):
		return s, err
	}
	s.Root = "."
	return s, nil
}

// parse reads the version that is asked about, if one is.
func (o *verifyOptions) parse(args []string) (catalogue.Version, error) {
	if len(args) == 0 {
		return catalogue.Version{}, nil
	}
	if o.base != "" {
		return catalogue.Version{}, fault(finding.Say("a pull request proves no version"), finding.Say("leave out the version, or --base"))
	}
	number := strings.TrimPrefix(args[0], "refs/tags/")
	v, ok := versionNumber(number)
	if at := strings.LastIndexFunc(number, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }) + 1; !ok && strings.Contains(number, "/") {
		o.tag = number // which must be the ledger's own
		v, ok = versionNumber(number[at:])
	}
	if !ok {
		return v, fault(finding.Say("%s is not a version", args[0]), finding.Say("versions are written as 1.4.0"))
	}
	return v, nil
}

// names reports whether the version was named by its number, or by the ledger's own tag.
func (o *verifyOptions) names(report *audit.Report, asked catalogue.Version) bool {
	return o.tag == "" || o.tag == report.Prefix+asked.String()
}

// proves fails for a version that the history does not prove.
func (a *app) proves(report *audit.Report, o *verifyOptions, asked catalogue.Version) error {
	if asked.IsZero() || o.names(report, asked) && slices.ContainsFunc(report.Versions, func(v audit.Version) bool { return v.Version == asked && !v.Void }) {
		return nil
	}
	a.complain(a.say.T("the ledger proves no version %s", cmp.Or(o.tag, asked.String())), a.say.T("\"sc list versions\" shows them"))
	return quiet(exitFindings)
}

// verdict says in a sentence what was found.
func (a *app) verdict(r *audit.Report, t *trusted) {
	a.note(a.say.Say(outcome(r)))
	if r.Good() {
		if r.From != nil && r.From.Warnings > 0 {
			a.note(a.say.T("%s warnings about earlier commits were told before; \"sc verify --full\" tells them again", r.From.Warnings))
		}
		a.beyond(r, t)
		return
	}
	a.doubts(r, t)
	a.pointToPage(violations(r)[0])
}

// outcome is how a verification ended, in a sentence.
func outcome(r *audit.Report) finding.Sentence {
	switch {
	case !r.Good():
		return finding.Say("not good: %s violations", len(violations(r)))
	case r.Repaired > 0:
		return finding.Say("good: %s entries, %s versions, %s other commits; %s commits were not by the procedure, which repairs name", r.Entries, len(r.Versions), r.Drafts, r.Repaired)
	}
	return finding.Say("good: %s entries, %s versions, %s other commits, all by the procedure", r.Entries, len(r.Versions), r.Drafts)
}

// violations are the codes of what makes a history no good.
func violations(r *audit.Report) []string {
	var bad []string
	for _, v := range r.Violations {
		if !v.Warning() {
			bad = append(bad, v.Code)
		}
	}
	return bad
}

type violationJSON struct {
	Code    string   `json:"code"`
	Entry   *int     `json:"entry"` // null where it is about none
	Commit  string   `json:"commit,omitempty"`
	Path    string   `json:"path,omitempty"`
	Paths   []string `json:"paths,omitempty"` // all of them, where it is about several
	Who     string   `json:"who,omitempty"`
	Message string   `json:"message"`
}

type versionJSON struct {
	Version string `json:"version"`
	Entry   int    `json:"entry"`
	Commit  string `json:"commit"`
	Digest  string `json:"digest"`
	Signer  string `json:"signer"`
}

// judgedFrom is the number of the first entry that was judged in this run.
func judgedFrom(r *audit.Report) int {
	if r.From == nil {
		return 0
	}
	return r.From.Number + 1
}

// filesShown is how many files of a violation stand in its line; --json has them all.
const filesShown = 3

// filesOf are the files that a violation is about, in one cell.
func filesOf(v audit.Violation) string {
	files := append([]string{v.Path}, v.More...)
	if more := len(files) - filesShown; more > 0 {
		files = append(files[:filesShown], "+"+strconv.Itoa(more))
	}
	return strings.Join(files, ", ")
}

// reportPage is one line for each violation.
func reportPage(r *audit.Report, t *trusted) render.Page {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Code"), finding.Say("Entry"), finding.Say("Commit"), finding.Say("File"), finding.Say("Who"), finding.Say("What is wrong")},
		Empty:   finding.Say("no violation"),
	}
	violations := []violationJSON{}
	for _, v := range r.Violations {
		number, about, commit := any(""), (*int)(nil), ""
		if v.Entry >= 0 {
			number, about = v.Entry, &v.Entry
		}
		if !v.Commit.IsZero() {
			commit = v.Commit.String()
		}
		section.Rows = append(section.Rows, []any{v.Code, number, short(commit), filesOf(v), v.Who, v.Message})
		one := violationJSON{Code: v.Code, Entry: about, Commit: commit, Path: v.Path, Who: v.Who, Message: v.Message.String()}
		if len(v.More) > 0 {
			one.Paths = append([]string{v.Path}, v.More...)
		}
		violations = append(violations, one)
	}
	versions := []versionJSON{}
	for _, v := range r.Versions {
		versions = append(versions, versionJSON{v.Version.String(), v.Number, v.Commit.String(), string(v.Digest), string(v.Signer)})
	}
	return render.Page{Sections: []render.Section{section}, Value: map[string]any{
		"good": r.Good(), "ledger": string(r.Ledger), "root": r.Root, "ref": r.Ref, "entries": r.Entries, "drafts": r.Drafts, "repaired": r.Repaired, "judged_from": judgedFrom(r),
		"last":     map[string]any{"entry": r.Last.Number, "digest": string(r.Last.Digest), "commit": r.Last.Commit.String()},
		"versions": versions, "violations": violations, "trust": t.value(),
	}}
}
