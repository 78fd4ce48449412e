package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

type rejectOptions struct {
	reason, code     string
	business, status string
	alternatives     []string
	duplicateOf      string
}

// newReject is the ops lead's no (§5.2).
func newReject(a *app) *cobra.Command {
	o := &rejectOptions{}
	c := a.writing(&cobra.Command{
		Use:     "reject ID…",
		Short:   a.say.T("Reject a request, with the reason and alternatives"),
		Long:    a.say.T("The ops lead rejects a request; the procedure ends for it (§5.2). A reason is needed; services that may serve instead can be named."),
		Example: "  sc reject 13 -m \"…\" --reason-code infeasible --alternative svc-app-ops\n  sc reject 14 -m \"…\" --reason-code duplicate --of 12",
	})
	f := c.Flags()
	f.StringVarP(&o.reason, "message", "m", "", a.say.T("the reason"))
	f.StringVar(&o.code, "reason-code", "", a.say.T("kind of reason: business_fit, capacity, cost, infeasible, compliance, duplicate, other"))
	f.StringVar(&o.business, "business-need", "", a.say.T("what the development of the business needs"))
	f.StringVar(&o.status, "company-situation", "", a.say.T("what the company's situation allows"))
	f.StringArrayVar(&o.alternatives, "alternative", nil, a.say.T("a service that may serve instead"))
	f.StringVar(&o.duplicateOf, "of", "", a.say.T("the request that it repeats"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error { return a.reject(ctx, o, args) })
}

func (a *app) reject(ctx context.Context, o *rejectOptions, ids []string) error {
	a.weigh(o.reason)
	return a.take(ctx, intent{step: procedure.StepReject, ids: ids, asks: true, act: o.act})
}

func (o *rejectOptions) act(s *session, _ *procedure.Request) (procedure.Act, error) {
	act := procedure.Act{Reason: o.reason, ReasonCode: o.code}
	if o.business != "" || o.status != "" {
		act.Considered = &procedure.Considered{BusinessNeed: o.business, CompanySituation: o.status}
	}
	for _, given := range o.alternatives {
		id, err := s.service(given)
		if err != nil {
			return act, err
		}
		act.Alternatives = append(act.Alternatives, id)
	}
	if o.duplicateOf != "" {
		other, err := s.request(o.duplicateOf)
		if err != nil {
			return act, err
		}
		act.DuplicateOf = other.ID
		if act.ReasonCode == "" {
			act.ReasonCode = "duplicate"
		}
	}
	return act, nil
}

// service finds a service of the catalogue by its id or code.
func (d *desk) service(given string) (catalogue.ServiceID, error) {
	if id, ok := records.ServiceAt(records.ServicePath(catalogue.ServiceID(given))); ok {
		if _, err := d.books.Read(records.ServicePath(id)); err == nil {
			return id, nil
		}
	}
	services, err := d.books.Services()
	if err != nil {
		return "", err
	}
	var known []string
	for _, s := range services {
		if string(s.ID) == given {
			return s.ID, nil
		}
		known = append(known, string(s.ID))
	}
	for _, s := range services {
		if e, err := s.Entry(); err == nil && e.Code != "" && e.Code == given {
			return s.ID, nil
		}
	}
	return "", unknownID(given, known)
}
