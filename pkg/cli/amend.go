package cli

import (
	"bytes"
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newAmend changes the procedure (§4.1).
func newAmend(a *app) *cobra.Command {
	o := &amendOptions{}
	c := a.writing(&cobra.Command{
		Use:     "amend [-f FILE|--list|--approve ID] [--closes ID]…",
		Short:   a.say.T("Change the procedure"),
		Long:    a.say.T("Whoever may amend puts another text of the procedure in force (§4.1): signed under the old one, its version one higher (raised for you), refused if it locks anybody out that it needs. Open requests that nobody could take onward by it are named. On a terminal, without -f, it opens your editor, then shows what changes and asks. Where the procedure asks for the approval of several people (rules.amend.approvals), the first to bring a text proposes it, others approve these very bytes with --approve, and whoever makes their number full puts it in force; \"sc person\" goes the same way. Approvals lapse with the next version."),
		Example: "  sc amend\n  cp catalogue/procedure.yaml /tmp/new.yaml\n  sc procedure check /tmp/new.yaml\n  sc amend -f /tmp/new.yaml\n  sc amend -f /tmp/new.yaml --closes IMP-2026-0001\n  sc amend --list\n  sc amend --approve CNF-2026-0001",
	})
	c.Flags().StringVarP(&o.file, "file", "f", "", a.say.T("the new text; - is standard input"))
	c.Flags().StringArrayVar((*[]string)(&o.closes), "closes", nil, a.say.T("an improvement that it puts right, which is closed behind it"))
	a.approvalFlags(c, o)
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error {
		if handled, err := a.proposals(ctx, o); handled {
			return err
		}
		switch {
		case o.file == "" && a.asks():
			return a.amendInEditor(ctx, o)
		case o.file == "":
			return fault(finding.Say("nothing says what the procedure shall be"), finding.Say("copy the procedure.yaml of the catalogue, change the copy, and give it with -f"))
		}
		data, err := a.readInput(o.file)
		if err != nil {
			return err
		}
		return a.replace(ctx, newText{o.file, data, o.text, o.closes})
	})
}

// newText is a text of the procedure to be put in force.
type newText struct {
	file string
	data []byte
	says string // what is said to it; empty for nothing in particular

	closes closing
}

// replace puts another text in force, on a terminal once a person has seen what
// changes.
func (a *app) replace(ctx context.Context, by newText) error {
	question := ""
	if a.asks() {
		question = a.say.T("put this procedure in force?")
	}
	return a.amendClosing(ctx, amending{question, by.edit, by.closes})
}

// edit replaces the text of the procedure.
func (t newText) edit(s *session, _ []byte) ([]byte, string, error) {
	text, err := s.numbered(t.file, t.data)
	if err != nil {
		return nil, "", err
	}
	closes, err := s.full(t.closes)
	return text, cmp.Or(t.says, closes.title()), err
}

// numbered raises the version of a new text, where its writer left it.
func (s *session) numbered(file string, data []byte) ([]byte, error) {
	if err := s.app.wellFormed(file, data, validator.Procedure); err != nil {
		return nil, err
	}
	var p procedure.Procedure
	if err := records.Decode(file, data, &p); err != nil {
		return nil, err
	}
	if p.Version < s.rules.Version {
		return nil, s.outdated(p.Version)
	}
	if p.Version != s.rules.Version {
		return data, nil
	}
	old, err := s.books.Read(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(old, data) {
		return nil, fault(finding.Say("the text is the procedure that is in force"), finding.Say("change a copy of it, and give that with -f"))
	}
	return document.Set(data, []string{"version"}, s.rules.Version+1)
}

// outdated refuses a text made from an old procedure: with the version put right it
// would take back what others changed since.
func (s *session) outdated(version int) error {
	return &procedure.Refusal{
		Code: "E_PROCEDURE_VERSION", Subject: string(procedure.StepAmend),
		Message: finding.Say("the text was made from version %s of the procedure, and version %s is in force", version, s.rules.Version),
		Hint:    finding.Say("it would take back what came between: make your change in a copy of the procedure in force, and give that with -f"),
	}
}

// edit makes a new text of the procedure from the one in force, and says in a
// line what it does.
type edit func(s *session, old []byte) (text []byte, subject string, err error)

// amend lands an amendment.
func (a *app) amend(ctx context.Context, change edit) error {
	return a.amendAsking(ctx, "", change)
}

// amending is an amendment to be landed: what a person is asked before, what it does,
// what is closed behind it.
type amending struct {
	question string
	change   edit
	closes   closing
}

// amendAsking lands an amendment that a person must confirm.
func (a *app) amendAsking(ctx context.Context, question string, change edit) error {
	return a.amendClosing(ctx, amending{question: question, change: change})
}

// amendClosing lands an amendment, and closes behind it what it puts right.
func (a *app) amendClosing(ctx context.Context, what amending) error {
	var closes closing
	done, err := a.land(ctx, func(s *session) (*proposal, error) {
		p, err := s.amendment(ctx, what.change)
		if err != nil {
			return nil, err
		}
		if p.ask == "" {
			p.ask = what.question
		}
		if closes, err = s.foreseen(p, what.closes); err != nil {
			return nil, err
		}
		return p, s.foresee(p)
	})
	if err == nil {
		done, err = a.closeBehind(ctx, closes, done)
	}
	if err != nil {
		return err
	}
	return a.receipts(done)
}

func (s *session) amendment(ctx context.Context, change edit) (*proposal, error) {
	old, err := s.books.Read(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	text, subject, err := change(s, old)
	if err != nil {
		return nil, err
	}
	p, err := s.enact(ctx, text, subject)
	if err == nil {
		p.before = map[string][]byte{records.ProcedureFile: old}
	}
	return p, err
}

// amender is the role in which the actor may amend.
func (s *session) amender() (procedure.RoleID, *procedure.Refusal) {
	event, no := s.rules.Apply(procedure.Case{}, procedure.Act{Step: procedure.StepAmend}, s.Actor, s.stamp)
	return event.Role, no
}
