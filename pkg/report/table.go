package report

import "github.com/service-catalogue/sc/pkg/finding"

// Unit is what a figure is told in.
type Unit string

// The units.
const (
	Percent     Unit = "percent"
	WorkingDays Unit = "working_days" // the median and what 90 in 100 did not exceed
)

// Better says in which direction a figure is good.
type Better string

// The directions; None is for what is merely known.
const (
	Higher Better = "higher"
	Lower  Better = "lower"
	None   Better = "none"
)

// indicator is one key figure: how it is named, what it counts, and the function that
// counts it.
type indicator struct {
	Key     string
	Unit    Unit
	Better  Better
	Title   finding.Sentence
	Meaning finding.Sentence
	of      func(*books) measure
}

// table holds all indicators in the order of the pages. A new one is a row here and its
// function beside it.
func table() []indicator {
	return []indicator{
		{
			"definition_completeness", Percent, Higher, finding.Say("Definition completeness"),
			finding.Say("services of the last version, retired ones aside, whose nine fields of §5.3 are all filled in"), complete,
		},
		{
			"measurable_levels", Percent, Higher, finding.Say("Measurable levels"),
			finding.Say("service levels of the last version that can be measured: with a metric, a value and a unit, and a period where it is a share or a count"), measurable,
		},
		{
			"decision_time", WorkingDays, Lower, finding.Say("Time to decide"),
			finding.Say("working days from a request to the decision on it (§5.2)"), decisionTime,
		},
		{
			"decided_on_time", Percent, Higher, finding.Say("Decided on time"),
			finding.Say("decisions within the procedure's working days (decide_within); what is overdue and not decided counts as late"), onTime,
		},
		{
			"request_to_publish", WorkingDays, Lower, finding.Say("From request to publication"),
			finding.Say("working days from a request to the version that published it"), requestToPublish,
		},
		{
			"rejected", Percent, None, finding.Say("Rejected requests"),
			finding.Say("decisions that were a no, by their kind of reason"), rejected,
		},
		{
			"first_pass_reviews", Percent, Higher, finding.Say("Passed at the first review"),
			finding.Say("requests whose design passed the first meeting that reviewed it (§5.4)"), firstPass,
		},
		{
			"reviews_on_time", Percent, Higher, finding.Say("Periodic reviews on time"),
			finding.Say("periodic reviews due in the period that were held by their date (§4.2)"), reviewsOnTime,
		},
		{
			"accuracy", Percent, Higher, finding.Say("Accuracy"),
			finding.Say("entries that periodic reviews found accurate (§4.2)"), accuracy,
		},
		{
			"untraced_changes", Percent, Lower, finding.Say("Untraced changes"),
			finding.Say("changed services of the period's versions that no published request is bound to, byte for byte"), untraced,
		},
		{
			"verified_signatures", Percent, Higher, finding.Say("Verified signatures"),
			finding.Say("entries of the ledger whose signature, role and place were verified; the rest were repaired"), verified,
		},
		{
			"sla_conformity", Percent, Higher, finding.Say("SLA conformity"),
			finding.Say("agreements whose commitments are those of the catalogue (§6)"), slaConformity,
		},
		{
			"stale_slas", Percent, Lower, finding.Say("Stale SLAs"),
			finding.Say("agreements that rest on a version whose entries were changed since (§6)"), staleSLAs,
		},
		{
			"out_of_catalogue_demand", Percent, None, finding.Say("Demand that the catalogue does not cover"),
			finding.Say("customers' requests with asks of which the catalogue covered none or a part, by what was missing (§5.2)"), uncovered,
		},
		{
			"improvement_closure", Percent, Higher, finding.Say("Improvements closed"),
			finding.Say("defects of the procedure, open in the period, that an amendment closed by its end (§4.1)"), improvements,
		},
	}
}
