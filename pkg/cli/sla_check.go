package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// concern is something that somebody should see to about an agreement.
type concern struct {
	Agreement procedure.AgreementID `json:"agreement"`
	Customer  string                `json:"customer"`
	What      concernKind           `json:"what"`
	Service   catalogue.ServiceID   `json:"service,omitempty"`
	On        string                `json:"on,omitempty"`      // the date that it is about
	Version   string                `json:"version,omitempty"` // that it has become so by
	say       finding.Sentence
}

type concernKind string

const (
	isWeakened   concernKind = "weakened"
	isDeprecated concernKind = "deprecated"
	isRetired    concernKind = "retired"
	isVoid       concernKind = "version_void"
	isExpired    concernKind = "expired"
	isExpiring   concernKind = "expiring"
	isReviewDue  concernKind = "review_due"
	isUndecided  concernKind = "not_accepted"
)

func newSLACheck(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "check [ID…]",
		Short:   a.say.T("Check what has become of the agreements"),
		Long:    a.say.T("Says of each agreement that is not ended (or of those named): whether the last version has weakened, deprecated or retired a service that it is about; whether its version was ruled void; whether it has expired or is to be reviewed; whether somebody has yet to accept its deviations. It ends with 1 if there is anything. With --json: an array of objects with agreement, customer, what, service, on, version."),
		Example: "  sc sla check\n  sc sla check SLA-2026-0001 --json",
	}
	return a.runs(a.offersAgreements(c), arity{0, -1}, func(ctx context.Context, args []string) error { return a.checkSLA(ctx, args) })
}

func (a *app) checkSLA(ctx context.Context, given []string) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	var ids []string
	for _, g := range given {
		id, err := d.resolve(records.Agreements(), g)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	found, err := d.concerns(ctx, ids)
	if err != nil {
		return err
	}
	if err := a.show(concernPage(a, found)); err != nil {
		return err
	}
	if len(found) > 0 {
		return quiet(exitFindings)
	}
	return nil
}

func concernPage(a *app, found []concern) render.Page {
	s := render.Section{
		Columns: []finding.Sentence{finding.Say("Agreement"), finding.Say("Customer"), finding.Say("Service"), finding.Say("What")},
		Empty:   finding.Say("nothing is wrong with the agreements"),
	}
	for _, c := range found {
		what := any(c.say)
		if !a.Term.Out {
			what = string(c.What)
		}
		s.Rows = append(s.Rows, []any{string(c.Agreement), c.Customer, string(c.Service), what})
	}
	return render.Page{Sections: []render.Section{s}, Value: kept(found)}
}

// concerns are those about the agreements that are not ended, or about those named.
func (d *desk) concerns(ctx context.Context, ids []string) ([]concern, error) {
	return d.concernsOn(ctx, d.today(), ids)
}

// concernsOn are they as they are on a day.
func (d *desk) concernsOn(ctx context.Context, day string, ids []string) ([]concern, error) {
	all, err := d.agreements()
	if err != nil {
		return nil, err
	}
	var found []concern
	for _, s := range all {
		if s.state.Final || len(ids) > 0 && !slices.Contains(ids, s.id()) {
			continue
		}
		found = append(found, s.dates(day)...)
		if s.Beyond() && s.state.Accepted == "" {
			found = append(found, s.concern(isUndecided, finding.Say("nobody has accepted what it promises beyond the catalogue")))
		}
		if v := s.Version; d.ruledOut(ctx, subject{aVersion, v.String(), records.VersionPath(v)}) {
			found = append(found, s.concern(isVoid, finding.Say("version %s was ruled void", v)))
		}
		overtaken, err := d.overtaken(ctx, s)
		if err != nil {
			return nil, err
		}
		found = append(found, overtaken...)
	}
	return found, nil
}

func (s standingAgreement) concern(what concernKind, say finding.Sentence) concern {
	return concern{Agreement: s.ID, Customer: s.Customer.Name, What: what, say: say}
}

// dates are the concerns about what an agreement says of time, on a day.
func (s standingAgreement) dates(day string) []concern {
	var found []concern
	add := func(what concernKind, on string, say finding.Sentence) {
		c := s.concern(what, say)
		c.On = on
		found = append(found, c)
	}
	if on := s.ExpiresOn; on != "" && on < day {
		add(isExpired, on, finding.Say("it expired on %s", on))
	}
	if on := s.ReviewOn; on <= day {
		add(isReviewDue, on, finding.Say("it was to be reviewed on %s", on))
	}
	return found
}

// overtaken are the concerns about services that the last version has in another form.
func (d *desk) overtaken(ctx context.Context, s standingAgreement) ([]concern, error) {
	books, latest, err := d.published(ctx)
	if err != nil || latest == nil || latest.Version == s.Version {
		return nil, err
	}
	now := latest.Digests()
	var then *desk
	var found []concern
	for _, of := range s.Services {
		if now[of.Service] == of.Digest {
			continue
		}
		if then == nil {
			if then, err = d.versionDesk(ctx, s.Version); err != nil {
				return nil, err
			}
		}
		was, _, err := then.offer(of.Service)
		if err != nil {
			return nil, err
		}
		var is catalogue.Entry
		name := records.ServicePath(of.Service)
		data, err := books.Read(name)
		if err == nil {
			err = records.Decode(name, data, &is)
		}
		if err != nil {
			return nil, err
		}
		if c, bad := s.became(was, is, latest.Version); bad {
			found = append(found, c)
		}
	}
	return found, nil
}

// versionDesk is the catalogue as a version has it.
func (d *desk) versionDesk(ctx context.Context, v catalogue.Version) (*desk, error) {
	commit, err := d.versionCommit(ctx, v)
	if err != nil {
		return nil, err
	}
	return d.app.openCommit(d.repo, commit)
}

// became is what a version made of a service that an agreement is about, where that
// matters to the customer.
func (s standingAgreement) became(was, is catalogue.Entry, v catalogue.Version) (concern, bool) {
	var c concern
	switch {
	case is.Lifecycle == catalogue.Retired && was.Lifecycle != catalogue.Retired:
		c = s.concern(isRetired, finding.Say("version %s has retired it", v))
	case is.Lifecycle == catalogue.Deprecated && was.Lifecycle != catalogue.Deprecated:
		c = s.concern(isDeprecated, finding.Say("version %s has deprecated it; this customer keeps it", v))
	case catalogue.Compare(was, is).Severity == catalogue.Weakened:
		c = s.concern(isWeakened, finding.Say("version %s promises less than version %s, which is agreed on", v, s.Version))
	default:
		return c, false
	}
	c.Service, c.Version = was.ID, v.String()
	return c, true
}

// agreementsSoon are the concerns about the dates of agreements in force, those that
// come before long among them.
func (d *desk) agreementsSoon() ([]concern, error) {
	all, err := d.agreements()
	var found []concern
	last := d.now().AddDate(0, 0, soon).Format(time.DateOnly)
	for _, s := range all {
		if s.state.State != procedure.StateInForce {
			continue
		}
		now := s.dates(d.today())
		if on := s.ExpiresOn; on != "" && on >= d.today() && on <= last {
			c := s.concern(isExpiring, finding.Say("it expires on %s", on))
			c.On = on
			now = append(now, c)
		}
		if on := s.ReviewOn; on > d.today() && on <= last {
			c := s.concern(isReviewDue, finding.Say("it is to be reviewed on %s", on))
			c.On = on
			now = append(now, c)
		}
		found = append(found, now...)
	}
	return found, err
}
