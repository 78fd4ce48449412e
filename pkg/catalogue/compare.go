package catalogue

import (
	"github.com/service-catalogue/sc/pkg/finding"
)

// Change is one difference between two versions of an entry.
type Change struct {
	Field    string // JSON pointer into the new entry; into the old one where something went away
	Item     Text   // what the item of a list is called of which a part changed
	Old, New Text   // in the notation of the records; zero where there was or is nothing
	Was, Is  any    // the *Hours, *Frequency, *Level or *Contact behind Old and New, if it is one
	Severity Severity
	Reason   finding.Sentence // why the severity is what it is
}

// Comparison is how two versions of an entry differ, field by field in the
// order of the schema.
type Comparison struct {
	Service   ServiceID
	Severity  Severity // the gravest of the changes; New and Retire of the whole entry
	Changes   []Change
	Successor *Successor  // what takes its place from now on
	Replaces  []ServiceID // whose place it takes from now on
}

// Compare tells how an entry changed. A zero old entry means that the service
// is New; a zero new one counts as retired, since an id never vanishes.
func Compare(old, new Entry) Comparison {
	switch {
	case old.ID == "" && new.ID == "":
		return Comparison{Severity: Unchanged}
	case old.ID == "":
		return Comparison{Service: new.ID, Severity: New, Changes: []Change{{
			New: new.Name, Severity: New, Reason: finding.Say("the service is new"),
		}}}
	case new.ID == "":
		return Comparison{Service: old.ID, Severity: Retire, Changes: []Change{{
			Old: old.Name, Severity: Retire, Reason: finding.Say("the service is no longer in the catalogue"),
		}}}
	}
	c := Comparison{Service: new.ID}
	for _, differ := range differs() {
		c.Changes = append(c.Changes, differ(old, new)...)
	}
	c.Severity = gravest(c.Changes)
	return c
}

// gravest is the gravest severity of some changes.
func gravest(changes []Change) Severity {
	out := Unchanged
	for _, c := range changes {
		out = worst(out, c.Severity)
	}
	return out
}

// differ finds the changes of one field.
type differ func(old, new Entry) []Change

// differs lists every field of an entry in the order of the schema.
func differs() []differ {
	return []differ{
		plain("schema", func(e Entry) Text { return number(e.Schema) }, editorial),
		plain("code", func(e Entry) Text { return Text{Plain: e.Code} }, editorial),
		plain("name", func(e Entry) Text { return e.Name }, editorial),
		plain("summary", func(e Entry) Text { return e.Summary }, editorial),
		plain("objective", func(e Entry) Text { return e.Objective }, promise),
		plain("audience", func(e Entry) Text { return e.Audience }, byHand),
		plain("category", func(e Entry) Text { return Text{Plain: string(e.Category)} }, byHand),
		plain("type", func(e Entry) Text { return Text{Plain: string(e.Kind)} }, byHand),
		items("content", func(e Entry) []Text { return e.Content }, Improved),
		items("exclusions", func(e Entry) []Text { return e.Exclusions }, Weakened),
		items("prerequisites", func(e Entry) []Text { return e.Prerequisites }, Weakened),
		compareFrequency,
		compareHours,
		items("delivery", func(e Entry) []Text { return words(e.Delivery) }, Improved),
		compareDeliverables,
		compareLevels,
		plain("workload", func(e Entry) Text { return e.Workload }, limit),
		plain("exceptions", func(e Entry) Text { return e.Exceptions }, reservation),
		plain("request_how", func(e Entry) Text { return e.RequestHow }, editorial),
		compareContacts,
		plain("lead_time", func(e Entry) Text { return e.LeadTime }, terms),
		plain("price_ref", func(e Entry) Text { return Text{Plain: e.PriceRef} }, byHand),
		plain("cost", cost, editorial),
		plain("owner", func(e Entry) Text { return Text{Plain: e.Owner} }, editorial),
		items("depends_on", func(e Entry) []Text { return words(e.DependsOn) }, Editorial),
		plain("criticality", func(e Entry) Text { return Text{Plain: string(e.Criticality)} }, editorial),
		compareLifecycle,
		plain("replaced_by", func(e Entry) Text { return Text{Plain: string(e.ReplacedBy)} }, editorial),
		compareSunset,
		compareVisibility,
		plain("review_months", func(e Entry) Text { return number(e.ReviewMonths) }, editorial),
		items("tags", func(e Entry) []Text { return words(e.Tags) }, Editorial),
		plain("notes", func(e Entry) Text { return e.Notes }, editorial),
	}
}
