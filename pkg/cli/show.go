package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

type showOptions struct {
	at    string
	reply bool
}

// newShow shows one record.
func newShow(a *app) *cobra.Command {
	o := &showOptions{}
	c := &cobra.Command{
		Use:     "show ID",
		Short:   a.say.T("Show a service, a request, a meeting, a periodic review, a ruling, a version or a person"),
		Long:    a.say.T("Shows one record: on a terminal as a card in your language, with corrections applied and marked; in a pipe the record's own YAML, byte for byte. A service is named by its id or code, a request, meeting, confirmation, periodic review or ruling by its id or a short form, a version by its number, a person by id or name. With --reply it prints the decision on a request as a letter to whoever asked: without anything internal. With --json: the record; a request with its state."),
		Example: "  sc show svc-db-ops\n  sc show YW-PL-01 --at 1.0.0\n  sc show 12\n  sc show 12 --reply --lang zh\n  sc show 1.0.0 --json --jq .requests",
	}
	c.Flags().StringVar(&o.at, "at", "", a.say.T("at this version or revision"))
	c.Flags().BoolVar(&o.reply, "reply", false, a.say.T("print the decision on a request as a letter to whoever asked"))
	return a.runs(a.offers(c), arity{1, 1}, func(ctx context.Context, args []string) error {
		d, err := a.look(ctx, o.at)
		if err != nil {
			return err
		}
		d.recallLent(ctx)
		s, err := d.subject(args[0])
		if err != nil {
			return d.alsoInWorktree(err, args[0])
		}
		if o.reply {
			return d.showReply(ctx, s)
		}
		return d.show(ctx, s)
	})
}

// show shows a record as the reader can use it.
func (d *desk) show(ctx context.Context, s subject) error {
	if d.app.Term.Out && !d.app.flags.json && d.app.flags.jq == "" {
		sections, err := d.card(ctx, s)
		if err != nil {
			return err
		}
		if s.kind == aMeeting || s.kind == aVersion { // the other cards mark it themselves
			d.tellVoid(ctx, s)
		}
		return d.app.show(render.Page{Sections: sections})
	}
	if d.app.machine() {
		value, err := d.subjectValue(ctx, s)
		if err != nil {
			return err
		}
		return d.app.show(render.Page{Value: value})
	}
	data, err := d.bytes(ctx, s)
	if err != nil {
		return err
	}
	d.tellVoid(ctx, s)
	_, err = d.app.Out.Write(data)
	return err
}

// bytes are a record as it lies in the catalogue; of a person, their part of the
// procedure.
func (d *desk) bytes(ctx context.Context, s subject) ([]byte, error) {
	if version, ok := isAmendment(s.id); ok && s.kind == anAmendment {
		a, err := d.amendment(ctx, version)
		if err != nil {
			return nil, err
		}
		return a.is.text, nil
	}
	if s.kind != aPerson {
		return d.books.Read(s.path)
	}
	id := procedure.PersonID(s.id)
	return document.Encode(map[procedure.PersonID]procedure.Person{id: d.rules.People[id]})
}

// subjectValue is a record for programs; of a request, with where it stands, of a
// meeting, with who confirmed it.
func (d *desk) subjectValue(ctx context.Context, s subject) (any, error) {
	switch s.kind {
	case aPerson:
		return d.personJSON(procedure.PersonID(s.id)), nil
	case aRuling:
		return d.rulingAsJSON(ctx, s.id)
	case anAmendment:
		version, _ := isAmendment(s.id)
		a, err := d.amendment(ctx, version)
		if err != nil {
			return nil, err
		}
		return d.amendmentValue(a)
	}
	value, err := d.value(s.path)
	fields, ok := value.(map[string]any)
	if err == nil && s.kind == aMeeting && ok {
		fields["confirmations"], err = d.confirmationsJSON(procedure.MeetingID(s.id))
	}
	if ok && (s.kind == aMeeting || s.kind == aVersion || s.kind == aReview) && d.ruledOut(ctx, s) {
		fields["void"] = true
	}
	if err == nil && s.kind == anAgreement && ok {
		return d.agreementFields(s.id, fields)
	}
	if err == nil && s.kind == anImprovement && ok {
		return d.improvementFields(s.id, fields)
	}
	if err != nil || s.kind != aRequest || !ok {
		return value, err
	}
	r, err := d.books.Request(procedure.RequestID(s.id))
	if err != nil {
		return nil, err
	}
	c, err := d.rules.Fold(r)
	fields["state"] = string(c.State)
	markVoid(fields, r.History)
	return fields, err
}

// markVoid marks the steps of a history that were ruled void.
func markVoid(fields map[string]any, of []procedure.Event) {
	history, _ := fields["history"].([]any)
	for i := range history {
		if step, ok := history[i].(map[string]any); ok && i < len(of) && of[i].Void {
			step["void"] = true
		}
	}
}

// agreementFields are an agreement for programs, with where it stands.
func (d *desk) agreementFields(id string, fields map[string]any) (any, error) {
	a, err := d.books.Agreement(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.FoldRecord(a)
	fields["state"] = string(c.State)
	markVoid(fields, a.History)
	return fields, err
}

// card is a record for people.
func (d *desk) card(ctx context.Context, s subject) ([]render.Section, error) {
	switch s.kind {
	case aService:
		return d.serviceCard(catalogue.ServiceID(s.id))
	case aRequest:
		return d.requestCard(procedure.RequestID(s.id))
	case aMeeting:
		return d.meetingCard(procedure.MeetingID(s.id))
	case aConfirmation:
		return d.confirmationCard(s)
	case aRuling:
		return d.rulingCard(ctx, s.id)
	case aReview:
		return d.reviewCard(s.id)
	case anAgreement:
		return d.agreementCard(s.id)
	case anImprovement:
		return d.improvementCard(s.id)
	case anAmendment:
		version, _ := isAmendment(s.id)
		return d.amendmentCard(ctx, version)
	case aVersion:
		v, _ := versionNumber(s.id)
		return d.versionCard(v)
	}
	return d.personCard(procedure.PersonID(s.id)), nil
}

// alsoInWorktree adds to the fault about an unknown service where its draft lies.
func (d *desk) alsoInWorktree(err error, given string) error {
	if d.repo.Bare() {
		return err
	}
	name := filepath.Join(d.worktree(), filepath.FromSlash(records.ServicePath(catalogue.ServiceID(given))))
	info, missing := os.Lstat(name)
	if missing != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &finding.Fault{
			Message: finding.Say("%s is no plain file, so there is no such service", d.app.relative(name)),
			Hint:    finding.Say("a link is not followed: put the file itself there, or remove it"), Cause: err,
		}
	}
	return &finding.Fault{
		Message: finding.Say("%s is a draft that is not committed", given),
		Hint:    finding.Say("read it in %s", d.app.relative(name)), Cause: err,
	}
}
