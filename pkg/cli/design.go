package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
)

type designOptions struct {
	create, edit, retire string
	noEditor             bool
}

// newDesign drafts the entry that a request asks for (§5.3).
func newDesign(a *app) *cobra.Command {
	o := &designOptions{}
	c := &cobra.Command{
		Use:     "design ID --new SERVICE|--edit SERVICE|--retire SERVICE",
		Short:   a.say.T("Draft the service entry that a request asks for"),
		Long:    a.say.T("The maintenance group drafts the entry (§5.3): a new one filled from what the request asks, or a published one with the asks laid over it. On a terminal it opens your editor. Drafts bind nobody until they are proposed, reviewed and published."),
		Example: "  sc design 12 --edit svc-db-ops\n  sc design 13 --new svc-terminal-fit\n  sc design 14 --retire svc-av-standalone",
	}
	f := c.Flags()
	f.StringVar(&o.create, "new", "", a.say.T("draft a new service under this id"))
	f.StringVar(&o.edit, "edit", "", a.say.T("change this service"))
	f.StringVar(&o.retire, "retire", "", a.say.T("retire this service"))
	f.BoolVar(&o.noEditor, "no-editor", false, a.say.T("do not open the editor"))
	f.BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error { return a.design(ctx, o, args[0]) })
}

func (a *app) design(ctx context.Context, o *designOptions, given string) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	if d.repo.Bare() {
		return bareRepository()
	}
	r, err := d.designable(given)
	if err != nil {
		return err
	}
	id, text, err := d.drafted(ctx, o, r)
	if err != nil {
		return err
	}
	name := filepath.Join(d.worktree(), filepath.FromSlash(records.ServicePath(id)))
	if a.flags.dryRun {
		return a.preview(&proposal{drafts: map[string][]byte{records.ServicePath(id): text}})
	}
	if err := d.writeDraft(ctx, name, text); err != nil {
		return &finding.Fault{Message: finding.Say("the file %s cannot be written", a.relative(name)), Hint: finding.Say("check that you may write there"), Cause: err}
	}
	if err := d.intend(ctx, r.ID, id); err != nil {
		return err
	}
	if a.asks() && !o.noEditor {
		if err := a.edit(ctx, d, name); err != nil {
			return err
		}
	}
	page := render.Page{
		Sections: []render.Section{{Rows: [][]any{{a.relative(name)}}}},
		Value:    map[string]string{"id": string(id), "path": a.relative(name)},
	}
	if err := a.show(page); err != nil {
		return err
	}
	return d.advise(ctx, id)
}

// writeDraft replaces a draft from the Git folder, if it is on the same disk: killed
// meanwhile, it leaves nothing that git status would show.
func (d *desk) writeDraft(ctx context.Context, name string, text []byte) error {
	from, err := d.gitFile(ctx, "sc")
	if err != nil {
		return err
	}
	if os.MkdirAll(from, 0o755) == nil && os.MkdirAll(filepath.Dir(name), 0o755) == nil && replaceFrom(from, name, text) == nil {
		return nil
	}
	return writeFile(name, text)
}

func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return replaceFile(name, text)
}

// designable is the request, if it may be designed for: it was approved and is
// not ended.
func (d *desk) designable(given string) (*procedure.Request, error) {
	r, err := d.request(given)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.Fold(r)
	if err != nil {
		return nil, err
	}
	propose, _ := d.rules.Step(procedure.StepPropose)
	if slices.Contains(propose.From, c.State) {
		return r, nil
	}
	return nil, &procedure.Refusal{
		Code: "E_STATE", Subject: "design " + string(r.ID),
		Message: finding.Say("it is %s; only what the ops lead approved is designed (§5.3)", finding.Say(string(c.State))),
		Hint:    finding.Say("\"sc trace %s\" shows what happened to it", string(r.ID)),
	}
}

// drafted is the text of the draft.
func (d *desk) drafted(ctx context.Context, o *designOptions, r *procedure.Request) (catalogue.ServiceID, []byte, error) {
	given := 0
	for _, v := range []string{o.create, o.edit, o.retire} {
		if v != "" {
			given++
		}
	}
	if given > 1 || given == 0 && askedService(r) == "" {
		return "", nil, fault(finding.Say("nothing says which service to design"), finding.Say("say one of --new, --edit, --retire"))
	}
	if o.create != "" {
		return d.draftNew(ctx, catalogue.ServiceID(o.create), r)
	}
	id, text, err := d.present(ctx, cmp.Or(o.edit+o.retire, string(askedService(r))))
	if err != nil {
		return "", nil, err
	}
	if o.retire != "" {
		text, err = retired(text)
		return id, text, err
	}
	for _, ask := range r.Asks {
		if ask.Service == "" || ask.Service == id {
			if text, err = laid(text, ask); err != nil {
				return "", nil, err
			}
		}
	}
	return id, text, nil
}

// present is a service as it lies in the work tree, else as it was committed, by
// its id or code.
func (d *desk) present(ctx context.Context, given string) (catalogue.ServiceID, []byte, error) {
	books, err := d.drafts(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, at := range []*desk{{books: books}, d} {
		var id catalogue.ServiceID
		if id, err = at.service(given); err == nil {
			name := records.ServicePath(id)
			text, err := at.books.Read(name)
			if err == nil && at != d {
				err = d.faithful(ctx, []records.Service{{ID: id, Path: name, Data: text}})
			}
			return id, text, err
		}
	}
	return "", nil, err
}

func askedService(r *procedure.Request) catalogue.ServiceID {
	for _, ask := range r.Asks {
		if ask.Service != "" {
			return ask.Service
		}
	}
	return ""
}

// retired is a published entry taken out of service.
func retired(text []byte) ([]byte, error) {
	return document.Set(text, []string{"lifecycle"}, string(catalogue.Retired))
}

// draftNew is a new entry filled from what the request asks; what a person must
// still write is named by "sc validate".
func (d *desk) draftNew(ctx context.Context, id catalogue.ServiceID, r *procedure.Request) (catalogue.ServiceID, []byte, error) {
	books, err := d.drafts(ctx)
	if err != nil {
		return "", nil, err
	}
	if _, err := d.service(string(id)); err == nil {
		return "", nil, fault(finding.Say("there is a service %s already", string(id)), finding.Say("change it with --edit"))
	}
	if _, err := books.Read(records.ServicePath(id)); err == nil {
		return "", nil, fault(finding.Say("there is a service %s already", string(id)), finding.Say("change it with --edit"))
	}
	e := catalogue.Entry{
		Schema: 1, ID: id, Name: r.Title, Category: "integrated", Kind: "response",
		Lifecycle: catalogue.Ready, Visibility: catalogue.Customer, Owner: "ops_lead",
	}
	if r.Words != "" {
		e.Summary = catalogue.Text{Plain: r.Words}
	}
	for _, ask := range r.Asks {
		fill(&e, ask)
	}
	text, err := document.Encode(e)
	if err != nil {
		return "", nil, err
	}
	return id, text, d.app.recordable(records.ServicePath(id), text, validator.Service)
}

func fill(e *catalogue.Entry, ask catalogue.Ask) {
	if ask.Hours != nil {
		e.Hours = ask.Hours
	}
	if ask.Frequency != nil {
		e.Frequency = ask.Frequency
	}
	e.Delivery = append(e.Delivery, ask.Delivery...)
	e.Levels = append(e.Levels, ask.Levels...)
	e.Deliverables = append(e.Deliverables, ask.Deliverables...)
}

// laid is an entry's text with an ask laid over it: what the entry does not cover
// yet, be it hours, frequency, ways of delivery, levels or deliverables. All else,
// comments too, stays.
func laid(text []byte, ask catalogue.Ask) ([]byte, error) {
	var e catalogue.Entry
	if err := records.Decode("draft", text, &e); err != nil {
		return nil, err
	}
	lacks := lacking(e, ask)
	var err error
	set := func(value any, at ...string) {
		if err == nil {
			text, err = document.Set(text, at, value)
		}
	}
	add := func(value any, at string) {
		if err == nil {
			text, err = document.Append(text, []string{at}, value)
		}
	}
	if ask.Hours != nil && lacks("hours") {
		set(longer(e.Hours, *ask.Hours), "hours")
	}
	if ask.Frequency != nil && lacks("frequency") {
		set(ask.Frequency, "frequency")
	}
	for _, mode := range ask.Delivery {
		if !slices.Contains(e.Delivery, mode) {
			add(string(mode), "delivery")
		}
	}
	for i, g := range ask.Deliverables {
		if lacks("deliverables", i) {
			add(g, "deliverables")
		}
	}
	for i, l := range ask.Levels {
		same := func(have catalogue.Level) bool { return have.Metric == l.Metric && have.Priority == l.Priority }
		switch at := slices.IndexFunc(e.Levels, same); {
		case !lacks("levels", i):
		case at >= 0:
			set(l, "levels", strconv.Itoa(at))
		default:
			add(l, "levels")
		}
	}
	return text, err
}

// lacking tells which points of an ask an entry does not cover. One that is not
// offered, or an ask for what cannot be compared, lacks all.
func lacking(e catalogue.Entry, ask catalogue.Ask) func(field string, item ...int) bool {
	ask.Service = e.ID
	gaps := map[string]bool{}
	m := catalogue.Cover(ask, []catalogue.Entry{e})[0]
	for _, g := range m.Gaps {
		gaps[g.Field] = true
	}
	return func(field string, item ...int) bool {
		pointer := "/" + field
		for _, i := range item {
			pointer += "/" + strconv.Itoa(i)
		}
		return gaps[pointer] || gaps["/service"] || m.Asked == 0
	}
}

// longer are the hours asked for, with what the entry says besides and the ask
// leaves open.
func longer(have *catalogue.Hours, asked catalogue.Hours) catalogue.Hours {
	if have == nil {
		return asked
	}
	asked.TZ = cmp.Or(asked.TZ, have.TZ)
	asked.Holidays = cmp.Or(asked.Holidays, have.Holidays)
	if asked.Note.IsZero() {
		asked.Note = have.Note
	}
	return asked
}

// edit opens the person's editor, as git does.
func (a *app) edit(ctx context.Context, d *desk, name string) error {
	out, err := d.repo.Run(ctx, "var", "GIT_EDITOR")
	if err != nil {
		return err
	}
	return a.runEditor(ctx, string(trimLine(out)), name)
}

// advise shows what the draft still lacks; it is only advice.
func (d *desk) advise(ctx context.Context, id catalogue.ServiceID) error {
	found, err := d.checkDrafts(ctx, func(s catalogue.ServiceID) bool { return s == id })
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f finding.Finding) bool {
		return f.Rule == catalogue.RulePublishable || f.Rule == catalogue.RuleUnmeasured
	})
	if err := d.app.findingsToErr(found); err != nil {
		return err
	}
	drafts, err := d.changed(ctx)
	i := slices.IndexFunc(drafts, func(f draft) bool { return f.ID == id })
	if err != nil || i < 0 {
		return err
	}
	e, err := drafts[i].Entry()
	if lacks := catalogue.Publishable(e); err == nil && len(lacks) > 0 {
		d.app.note(d.app.say.T("still to be written before it can be proposed (§5.3): %s", procedure.Names(lacks)))
	}
	return nil // a draft that cannot be read has its findings
}
