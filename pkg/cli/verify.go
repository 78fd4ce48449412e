package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/render"
)

type verifyOptions struct {
	pin  string
	head string
}

// newVerify proves the history.
func newVerify(a *app) *cobra.Command {
	o := &verifyOptions{}
	c := &cobra.Command{
		Use:     "verify [VERSION]",
		Short:   a.say.T("Judge the whole history by the procedure"),
		Long:    a.say.T("Walks the ledger branch and judges each entry by the procedure that was in force before it: signature, role, order, bytes, tags. It needs no key and no network. It prints one line for each violation and exits 1 if there is any. A version's number asks about this version too."),
		Example: "  sc verify\n  sc verify --pin sha256:…\n  sc verify 1.1.0 --json",
	}
	c.Flags().StringVar(&o.pin, "pin", "", a.say.T("the ledger id that you trust"))
	c.Flags().StringVar(&o.head, "head", "", a.say.T("judge this revision in place of the ledger branch"))
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error { return a.verify(ctx, o, args) })
}

func (a *app) verify(ctx context.Context, o *verifyOptions, args []string) error {
	asked, err := o.parse(args)
	if err != nil {
		return err
	}
	report, err := a.judge(ctx, o)
	if err != nil {
		return err
	}
	if err := a.show(reportPage(report)); err != nil {
		return err
	}
	if !a.flags.json && a.flags.jq == "" {
		a.verdict(report, o)
	}
	switch {
	case report.Good():
		return a.proves(report, asked)
	case report.CannotJudge():
		return quiet(exitCannotJudge)
	}
	return quiet(exitFindings)
}

// judge lets the audit judge the history that the command stands in.
func (a *app) judge(ctx context.Context, o *verifyOptions) (*audit.Report, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.subject(ctx, repo, o)
	if err != nil {
		return nil, err
	}
	tags, err := repo.Tags(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, name := range sortedNames(tags) {
		s.Tags = append(s.Tags, audit.Tag{Name: name, Object: tags[name]})
	}
	s.Readers = repo.Reader
	s.Pin = ledger.Digest(o.pin)
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
		return a.subjectAt(repo, audit.Subject{Tip: id})
	}
	if d, err := a.open(ctx); err == nil {
		return audit.Subject{Tip: d.tip, Ref: d.ref, Root: d.root}, nil
	}
	ref, id, err := repo.Head()
	if err != nil {
		return audit.Subject{}, err
	}
	return a.subjectAt(repo, audit.Subject{Tip: id, Ref: ref})
}

func (a *app) subjectAt(repo *ledger.Repository, s audit.Subject) (audit.Subject, error) {
	objects := repo.Reader()
	tree, _, err := objects.Links(s.Tip)
	if err != nil {
		return s, err
	}
	s.Root, err = a.root(repo, objects, s.Tip, tree)
	return s, err
}

// parse reads the version that is asked about, if one is, and refuses what is no
// version and no ledger id.
func (o *verifyOptions) parse(args []string) (catalogue.Version, error) {
	if o.pin != "" && !ledger.Digest(o.pin).Valid() {
		return catalogue.Version{}, fault(finding.Say("%s is not the id of a ledger", o.pin), finding.Say("an id is sha256: and 64 digits"))
	}
	if len(args) == 0 {
		return catalogue.Version{}, nil
	}
	v, ok := versionNumber(args[0])
	if !ok {
		return v, fault(finding.Say("%s is not a version", args[0]), finding.Say("versions are written as 1.4.0"))
	}
	return v, nil
}

// proves fails for a version that the history does not prove.
func (a *app) proves(report *audit.Report, asked catalogue.Version) error {
	if asked.IsZero() || slices.ContainsFunc(report.Versions, func(v audit.Version) bool { return v.Version == asked && !v.Void }) {
		return nil
	}
	a.complain(a.say.T("the ledger proves no version %s", asked), a.say.T("\"sc list versions\" shows them"))
	return quiet(exitFindings)
}

// verdict says in a sentence what was found.
func (a *app) verdict(r *audit.Report, o *verifyOptions) {
	if r.Good() {
		a.note(a.say.T("good: %s entries, %s versions, %s other commits, all by the procedure", r.Entries, len(r.Versions), r.Drafts))
		if o.pin == "" {
			a.note(a.say.T("ledger %s was trusted as found; compare it with what its owner told you, or give it with --pin", string(r.Ledger)))
		}
		return
	}
	bad := 0
	for _, v := range r.Violations {
		if !v.Warning() {
			bad++
		}
	}
	a.note(a.say.T("not good: %s violations", bad))
}

type violationJSON struct {
	Code    string `json:"code"`
	Entry   int    `json:"entry"`
	Commit  string `json:"commit,omitempty"`
	Path    string `json:"path,omitempty"`
	Who     string `json:"who,omitempty"`
	Message string `json:"message"`
}

type versionJSON struct {
	Version string `json:"version"`
	Entry   int    `json:"entry"`
	Commit  string `json:"commit"`
	Digest  string `json:"digest"`
	Signer  string `json:"signer"`
}

// reportPage is one line for each violation.
func reportPage(r *audit.Report) render.Page {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Code"), finding.Say("Entry"), finding.Say("Commit"), finding.Say("File"), finding.Say("Who"), finding.Say("What is wrong")},
		Empty:   finding.Say("no violation"),
	}
	violations := []violationJSON{}
	for _, v := range r.Violations {
		number, commit := any(""), ""
		if v.Entry >= 0 {
			number = v.Entry
		}
		if !v.Commit.IsZero() {
			commit = v.Commit.String()
		}
		section.Rows = append(section.Rows, []any{v.Code, number, short(commit), v.Path, v.Who, v.Message})
		violations = append(violations, violationJSON{v.Code, v.Entry, commit, v.Path, v.Who, v.Message.String()})
	}
	versions := []versionJSON{}
	for _, v := range r.Versions {
		versions = append(versions, versionJSON{v.Version.String(), v.Number, v.Commit.String(), string(v.Digest), string(v.Signer)})
	}
	return render.Page{Sections: []render.Section{section}, Value: map[string]any{
		"good": r.Good(), "ledger": string(r.Ledger), "root": r.Root, "ref": r.Ref, "entries": r.Entries, "drafts": r.Drafts,
		"last":     map[string]any{"entry": r.Last.Number, "digest": string(r.Last.Digest), "commit": r.Last.Commit.String()},
		"versions": versions, "violations": violations,
	}}
}
