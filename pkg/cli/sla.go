package cli

import (
	"context"
	"path"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newSLA are the service level agreements with customers (§6).
func newSLA(a *app) *cobra.Command {
	return a.family(&cobra.Command{
		Use:     "sla",
		Short:   a.say.T("Draft, sign and check service level agreements"),
		Long:    a.say.T("A service level agreement says what a customer was promised of services of one version of the catalogue (§6): it is pinned to the version and to the bytes of each entry. What it promises is what the entries say, or a deviation from them with its reason; one that goes beyond the catalogue is accepted by the ops lead before the agreement is signed. An agreement never changes: one that is to say something else is drafted anew, and the old one is ended."),
		Example: "  sc sla draft --customer \"…\" --contract HL-2026-017 --service svc-db-ops\n  sc sla sign SLA-2026-0001 --signatory \"…\"\n  sc sla check",
	}, newSLADraft(a), newSLAAccept(a), newSLASign(a), newSLAEnd(a), newSLAList(a), newSLACheck(a))
}

func newSLAAccept(a *app) *cobra.Command {
	var reason string
	c := a.writing(&cobra.Command{
		Use:     "accept ID…",
		Short:   a.say.T("Accept what an agreement promises beyond the catalogue"),
		Long:    a.say.T("The ops lead accepts the deviations of a drafted agreement that go beyond the catalogue. Without it such an agreement cannot be signed. \"sc show ID\" shows the deviations."),
		Example: "  sc sla accept SLA-2026-0001 -m \"…\"",
	})
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(a.offersAgreements(c), arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.further(ctx, furtherance{step: procedure.StepAcceptDeviation, ids: args, act: procedure.Act{Reason: reason}})
	})
}

func newSLASign(a *app) *cobra.Command {
	var who procedure.Signatory
	var files []string
	c := a.writing(&cobra.Command{
		Use:     "sign ID",
		Short:   a.say.T("Sign an agreement, which puts it in force"),
		Long:    a.say.T("The ops lead or the market manager signs a drafted agreement. Who signed it for the customer and when is what the signer states; a scan of the signed page can be kept with it."),
		Example: "  sc sla sign SLA-2026-0001 --signatory \"…\" --on 2026-03-30 --attach scan.pdf",
	})
	f := c.Flags()
	f.StringVar(&who.Name, "signatory", "", a.say.T("who signed for the customer"))
	f.StringVar(&who.SignedOn, "on", "", a.say.T("the date the customer signed; today, if not given"))
	f.StringArrayVar(&files, "attach", nil, a.say.T("a file to keep with it"))
	return a.runs(a.offersAgreements(c), arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.further(ctx, furtherance{step: procedure.StepSignAgreement, ids: args, act: procedure.Act{Signatory: &who}, attach: files})
	})
}

func newSLAEnd(a *app) *cobra.Command {
	var reason string
	c := a.writing(&cobra.Command{
		Use:     "end ID…",
		Short:   a.say.T("End an agreement"),
		Long:    a.say.T("The ops lead or the market manager ends an agreement, or takes back one that was only drafted. A reason is needed; it is final."),
		Example: "  sc sla end SLA-2026-0001 -m \"…\" --yes",
	})
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(a.offersAgreements(c), arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.further(ctx, furtherance{step: procedure.StepEndAgreement, ids: args, act: procedure.Act{Reason: reason}, asks: true})
	})
}

// offersAgreements makes the shell offer the ids of agreements.
func (a *app) offersAgreements(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		d, err := a.open(c.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return d.knownAgreements(), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// knownAgreements are the ids of the agreements with their customers.
func (d *desk) knownAgreements() []string {
	all, err := d.books.Agreements()
	if err != nil {
		return nil
	}
	return each(all, func(a *procedure.Agreement) string { return string(a.ID) + "\t" + a.Customer.Name })
}

// furtherance is one step that a person wants to take on one or more agreements, in one
// signed entry.
type furtherance struct {
	step   procedure.StepName
	ids    []string
	act    procedure.Act
	attach []string
	asks   bool
}

func (a *app) further(ctx context.Context, f furtherance) error {
	files, err := a.readAttachments(f.attach)
	if err != nil {
		return err
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.further(f, files) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// agreement finds an agreement by its id or a unique short form of it.
func (d *desk) agreement(given string) (*procedure.Agreement, error) {
	id, err := d.resolve(records.Agreements(), given)
	if err != nil {
		return nil, err
	}
	return d.books.Agreement(id)
}

// further composes the entry of a step on agreements.
func (s *session) further(f furtherance, files map[string][]byte) (*proposal, error) {
	if no := s.rules.Takes(procedure.OfAgreement); no != nil {
		return nil, no
	}
	p := &proposal{action: string(f.step), records: map[string][]byte{}}
	customer := ""
	for _, given := range f.ids {
		a, err := s.agreement(given)
		if err != nil {
			return nil, err
		}
		act := f.act
		act.Step, customer = f.step, a.Customer.Name
		if act.Signatory != nil && act.Signatory.SignedOn == "" {
			act.Signatory = &procedure.Signatory{Name: act.Signatory.Name, SignedOn: s.today()}
		}
		if act.Signatory != nil {
			if err := s.notAhead("on", act.Signatory.SignedOn); err != nil {
				return nil, err
			}
		}
		if act.Attachments, err = s.keepBeside(p, a.ID, files); err != nil {
			return nil, err
		}
		if err := s.extend(p, a, act); err != nil {
			return nil, err
		}
	}
	p.subject = p.action + " " + p.about()
	if len(f.ids) == 1 {
		p.subject += ": " + customer
	}
	if f.asks {
		p.ask = s.app.say.T("%s %s?", finding.Say(string(f.step)), p.about())
	}
	return p, nil
}

// extend takes one step on one agreement into the proposal, by the procedure.
func (s *session) extend(p *proposal, a *procedure.Agreement, act procedure.Act) error {
	c, err := s.rules.FoldRecord(a)
	if err != nil {
		return err
	}
	return s.grow(p, growing{string(a.ID), records.Agreements(), validator.Agreement, c, finding.Say("name each agreement once")}, act)
}

// keepBeside puts files beside an agreement and names them with their digests.
func (s *session) keepBeside(p *proposal, id procedure.AgreementID, files map[string][]byte) ([]procedure.Attachment, error) {
	year, _, _ := records.Agreements().Parse(string(id))
	return s.keep(p, path.Join(records.Agreements().Folder, year, "files", string(id)), files)
}
