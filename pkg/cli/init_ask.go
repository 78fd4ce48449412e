package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/ask"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// answer is something that init must be told, by a flag or on a terminal.
type answer struct {
	flag, question, help string
	of                   func(o *initOptions) *string
}

func (a *app) answers() []answer {
	t := a.say.T
	return []answer{
		{"organisation", t("Organisation"), "", func(o *initOptions) *string { return &o.organisation }},
		{"ops-lead", t("Your id"), t("such as zhang.wei; you are the ops lead"), func(o *initOptions) *string { return &o.opsLead }},
		{"name", t("Your name"), "", func(o *initOptions) *string { return &o.name }},
		{"email", t("Your email"), "", func(o *initOptions) *string { return &o.email }},
	}
}

// askInit asks for what the flags lack, on a terminal, and again where the procedure
// could not take it.
func (a *app) askInit(ctx context.Context, c *cobra.Command, o *initOptions) error {
	if !a.asks() || a.flags.yes {
		return nil
	}
	if err := a.wrongFlag(o); err != nil {
		return err
	}
	var fields []*ask.Field
	for _, q := range a.answers() {
		if *q.of(o) == "" {
			fields = append(fields, &ask.Field{Flag: q.flag, Label: q.question, Help: q.help, Check: a.fits(q)})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	if _, err := a.survey(ctx, o); err != nil {
		return err // nobody answers questions for nothing
	}
	_, err := a.fill(ctx, c, append(fields, a.beginning(o)...))
	return err
}

// beginning are the questions with which a catalogue may begin, and need not.
func (a *app) beginning(o *initOptions) []*ask.Field {
	t := a.say.T
	yes := func(flag string) []ask.Option {
		return []ask.Option{{Label: t("no")}, {Value: "--" + flag, Label: t("yes")}}
	}
	var fields []*ask.Field
	if o.key == "" && !o.generate {
		fields = append(fields, &ask.Field{Label: t("New key"), Help: t("make an ed25519 key and sign with it here; no: the key that git signs with"), Options: yes("generate-key"), Inline: true, Spare: true})
	}
	if !o.example {
		fields = append(fields, &ask.Field{Label: t("Sample services"), Help: t("bring the sample company's services as drafts"), Options: yes("example"), Inline: true, Spare: true})
	}
	return fields
}

// fits is the check of an answer by the procedure.
func (a *app) fits(q answer) func(string) error {
	return func(text string) error {
		if err := a.filled(text); err != nil {
			return err
		}
		if wrong := a.wrong(q, text); wrong != nil {
			return errors.New(a.say.Say(finding.Problem(wrong)))
		}
		return nil
	}
}

// wrongFlag is the fault about the first flag whose value the procedure cannot take.
func (a *app) wrongFlag(o *initOptions) error {
	for _, q := range a.answers() {
		text := *q.of(o)
		if text == "" {
			continue
		}
		if wrong := a.wrong(q, text); wrong != nil {
			return &finding.Fault{
				Message: finding.Say("--%s: %s", q.flag, finding.Problem(wrong)),
				Hint:    finding.Say("put right what was given, and try again"),
				Cause:   wrong,
			}
		}
	}
	return nil
}

// wrong says why the procedure cannot take an answer: it is tried in one that is right
// but for it. Nil is none.
func (a *app) wrong(q answer, text string) error {
	var o initOptions
	*q.of(&o) = text
	lead := procedure.Person{
		Name: cmp.Or(o.name, "x"), Email: cmp.Or(o.email, "x@x.example"), Roles: []procedure.RoleID{"ops_lead"}, Keys: []procedure.Key{},
	}
	trial, err := document.Set(procedure.Default(), []string{"people", cmp.Or(o.opsLead, "x")}, lead)
	if err == nil {
		trial, err = document.Set(trial, []string{"organisation"}, cmp.Or(o.organisation, "x"))
	}
	if err != nil {
		return err
	}
	if err := a.recordable(records.ProcedureFile, trial, validator.Procedure); err != nil {
		return err
	}
	var rules procedure.Procedure
	if err := records.Decode(records.ProcedureFile, trial, &rules); err != nil {
		return err
	}
	for id, p := range rules.People { // only who has a key must be fit for a header
		p.Keys = []procedure.Key{{}}
		rules.People[id] = p
	}
	for _, f := range rules.Check() {
		if f.Severity == finding.Error && strings.HasPrefix(f.Pointer, "/people/") && strings.HasSuffix(f.Pointer, "/name") {
			return &finding.Fault{Message: f.Message, Cause: errUnusable}
		}
	}
	return nil
}

// errUnusable means that the procedure cannot take what was given.
var errUnusable = errors.New("unusable")
