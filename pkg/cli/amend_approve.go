package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

type amendOptions struct {
	file    string
	list    bool
	approve string
	text    string
	closes  closing
}

func (a *app) approvalFlags(c *cobra.Command, o *amendOptions) {
	f := c.Flags()
	f.BoolVar(&o.list, "list", false, a.say.T("list what is proposed, and who approved it; write nothing"))
	f.StringVar(&o.approve, "approve", "", a.say.T("approve this proposal, or put it in force where no other approval is missing"))
	f.StringVarP(&o.text, "message", "m", "", a.say.T("what you say to it"))
}

// proposals does what is asked about proposed amendments, if anything is.
func (a *app) proposals(ctx context.Context, o *amendOptions) (handled bool, err error) {
	switch {
	case o.list && o.file+o.approve != "", o.file != "" && o.approve != "":
		return true, fault(finding.Say("-f, --list and --approve do not go together"), finding.Say("give one of them"))
	case o.list:
		return true, a.listProposals(ctx)
	case o.approve == "":
		return false, nil
	}
	var closes closing
	done, err := a.land(ctx, func(s *session) (*proposal, error) {
		p, err := s.approveProposal(ctx, o)
		if err == nil {
			closes, err = s.foreseen(p, o.closes)
		}
		return p, err
	})
	if err == nil {
		done, err = a.closeBehind(ctx, closes, done)
	}
	if err != nil {
		return true, err
	}
	return true, a.receipts(done)
}

// approveProposal composes the entry by which somebody approves a proposal, or puts it
// in force.
func (s *session) approveProposal(ctx context.Context, o *amendOptions) (*proposal, error) {
	id, err := s.resolve(records.Confirmations(), o.approve)
	if err != nil {
		return nil, err
	}
	of, err := s.proposalOf(id)
	if err != nil {
		return nil, err
	}
	if err := s.notOvertaken(ctx, of); err != nil {
		return nil, err
	}
	p, err := s.amendment(ctx, func(*session, []byte) ([]byte, string, error) {
		return []byte(of.Procedure), cmp.Or(o.text, of.Text), nil
	})
	if err != nil {
		return nil, err
	}
	p.approves, p.ask = []byte(of.Procedure), s.approvalQuestion()
	return p, s.foresee(p)
}

// approvalQuestion is what a person is asked before they approve an amendment.
func (s *session) approvalQuestion() string {
	if !s.app.asks() {
		return ""
	}
	return s.app.say.T("approve this amendment of the procedure?")
}

// proposalOf is the proposal that a confirmation belongs to.
func (d *desk) proposalOf(id string) (procedure.Proposal, error) {
	of, err := d.confirmationOf(id)
	if err != nil {
		return procedure.Proposal{}, err
	}
	all, err := d.books.Proposals()
	if err != nil {
		return procedure.Proposal{}, err
	}
	i := slices.IndexFunc(all, func(p procedure.Proposal) bool { return p.SameAmendment(of) })
	if i < 0 {
		return procedure.Proposal{}, fault(finding.Say("%s confirms minutes, it is about no amendment", id), finding.Say("\"sc amend --list\" shows the proposals and who approved them"))
	}
	return all[i], nil
}

// notOvertaken refuses a proposal on a version that is no longer in force.
func (s *session) notOvertaken(ctx context.Context, p procedure.Proposal) error {
	if p.Amends == s.rules.Version {
		return nil
	}
	states, err := s.proposalStates(ctx)
	if err != nil {
		return err
	}
	no := &procedure.Refusal{
		Code: "E_PROCEDURE_VERSION", Subject: string(procedure.StepAmend),
		Message: finding.Say("%s is overtaken: it amends version %s of the procedure, version %s is in force", p.ID, p.Amends, s.rules.Version),
		Hint:    finding.Say("its text would take back what came between: make its change, as shown, in a copy of the procedure in force, and propose that: sc amend -f COPY"),
	}
	if states(p) == inForce {
		no.Message = finding.Say("%s was put in force as version %s of the procedure", p.ID, p.Amends+1)
		no.Hint = finding.Say("\"sc amend --list\" shows the proposals and who approved them")
		return no
	}
	changed, err := s.changeOf(ctx, p)
	if err != nil {
		return err
	}
	s.app.remark([]string{changed})
	return no
}

// changeOf is how a proposal differs from the procedure that was in force when it was
// made.
func (s *session) changeOf(ctx context.Context, p procedure.Proposal) (string, error) {
	e, err := s.newestThat(ctx, func(e entry) bool { return e.Trailers.Entry == p.Entry })
	if err != nil || e == nil {
		return "", err
	}
	at, err := s.app.openCommit(s.repo, e.commit)
	if err != nil {
		return "", err
	}
	old, err := at.books.Read(records.ProcedureFile)
	if err != nil {
		return "", err
	}
	return difference(old, []byte(p.Procedure))
}

// wantsApproval reports whether an amendment that cannot be put in force now wants the
// actor's approval first.
func (s *session) wantsApproval(a procedure.Amendment) bool {
	given := slices.Contains(procedure.People(a.Given), s.Person)
	return s.rules.Rules.Amend.Approvals > 1 && !given && len(a.Signable()) > 0
}

// approve composes the approval of a text; the first one proposes it.
func (s *session) approve(a procedure.Amendment, text []byte, subject string) (*proposal, error) {
	of := &procedure.Confirmation{Amends: s.rules.Version, Digest: catalogue.DigestOf(text), Role: a.Role, Text: subject}
	proposals, err := s.books.Proposals()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(proposals, func(p procedure.Proposal) bool { return p.SameAmendment(of) })
	switch {
	case i < 0:
		of.Procedure = string(text)
	case proposals[i].Text == subject: // they said nothing of their own
		of.Text = ""
	}
	p, err := s.confirmation(procedure.ConfirmationCase{Confirmation: of, Given: a.Given, Proposed: i >= 0})
	if err != nil {
		return nil, err
	}
	id := of.ID
	line, _ := firstLine(subject)
	p.subject = "propose an amendment: " + line
	if i >= 0 {
		id = proposals[i].ID
		p.subject = "approve the amendment " + id + ": " + line
	}
	given := append(slices.Clone(a.Given), procedure.Assent{By: s.Person, Entry: s.stamp.Entry})
	p.next = []finding.Sentence{s.nextApproval(id, given, a.Signable())}
	p.approves, p.ask = text, s.approvalQuestion()
	return p, nil
}

// firstLine parts a text for a commit's message: the subject, and what follows it.
func firstLine(text string) (subject, body string) {
	subject, body, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(subject), strings.TrimSpace(body)
}

// nextApproval says who comes next once an approval was given.
func (s *session) nextApproval(id string, given []procedure.Assent, signable []procedure.PersonID) finding.Sentence {
	people := procedure.People(given)
	left := s.rules.Rules.Amend.Approvals - len(people)
	others := s.rules.Approvers(given)
	if left <= 0 {
		return finding.Say("it has its approvals; %s can put it in force: sc amend --approve %s", s.rules.Named(signable), id)
	}
	return finding.Say("it needs %s more; %s can approve it: sc amend --approve %s", left, s.rules.Named(others), id)
}
