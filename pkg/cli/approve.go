package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

type approveOptions struct {
	reason, code     string
	business, status string
	changeRef        string
	assign, due      string
}

// newApprove is the ops lead's yes (§5.2).
func newApprove(a *app) *cobra.Command {
	o := &approveOptions{}
	c := a.writing(&cobra.Command{
		Use:         "approve [ID…]",
		Annotations: asking(),
		Short:       a.say.T("Approve that the catalogue be changed for a request"),
		Long:        a.say.T("The ops lead approves that the catalogue be changed for a request, having considered the needs of the business and the situation of the company (§5.2). Several ids make one signed entry."),
		Example:     "  sc approve 12 --business-need \"…\" --company-situation \"…\"\n  sc approve SLR-2026-0012 --assign li.na --design-due 2026-04-20 --business-need … --company-situation …",
	})
	f := c.Flags()
	f.StringVarP(&o.reason, "message", "m", "", a.say.T("the reason"))
	f.StringVar(&o.code, "reason-code", "", a.say.T("kind of reason: business_fit, capacity, cost, infeasible, compliance, duplicate, other"))
	f.StringVar(&o.business, "business-need", "", a.say.T("what the development of the business needs"))
	f.StringVar(&o.status, "company-situation", "", a.say.T("what the company's situation allows"))
	f.StringVar(&o.changeRef, "change-ref", "", a.say.T("the change request it goes by (§6)"))
	f.StringVar(&o.assign, "assign", "", a.say.T("the person who designs it"))
	f.StringVar(&o.due, "design-due", "", a.say.T("the date the design is due on"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		ids, err := a.askApproval(ctx, c, o, args)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return missing(c)
		}
		return a.approve(ctx, o, ids)
	})
}

func (a *app) approve(ctx context.Context, o *approveOptions, ids []string) error {
	a.weigh(o.reason)
	return a.take(ctx, intent{step: procedure.StepApprove, ids: ids, act: func(s *session, _ *procedure.Request) (procedure.Act, error) {
		act := procedure.Act{Reason: o.reason, ReasonCode: o.code, ChangeRef: o.changeRef}
		if o.business != "" || o.status != "" {
			act.Considered = &procedure.Considered{BusinessNeed: o.business, CompanySituation: o.status}
		}
		switch {
		case o.assign == "" && o.due != "":
			return act, fault(finding.Say("nothing says who is to design it"), finding.Say("name the person with --assign"))
		case o.assign == "":
			return act, nil
		}
		if err := s.knownPerson(o.assign); err != nil {
			return act, err
		}
		act.Assign = &procedure.Assignment{Person: procedure.PersonID(o.assign), DueOn: o.due}
		return act, s.notPast("design-due", o.due)
	}, warns: func(s *session) []string { return s.idle(procedure.PersonID(o.assign)) }})
}

// idle warns that somebody could not propose the design that they are to make: it would be
// refused only when it is made.
func (d *desk) idle(designer procedure.PersonID) []string {
	may := d.rules.Holders(procedure.StepPropose)
	if designer == "" || len(may) == 0 || slices.Contains(may, designer) {
		return nil
	}
	t := d.app.say.T
	return []string{t("warning: %s", t("%s may not propose the design (§5.3); only %s may", d.name(designer), procedure.Names(each(may, d.name))))}
}

// weigh notes what is vague in a reason while it can still be bettered: a record
// never changes, so to find it later would help nobody.
func (a *app) weigh(reason string) {
	for _, word := range catalogue.Vague(reason) {
		a.warn("the reason says %q, which nobody can check later; say what exactly, how much or until when", word)
	}
}
