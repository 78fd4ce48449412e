package procedure_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// TestRandomHistories drives a request by steps of random people: whatever is
// accepted is accepted by Judge, what is final accepts nothing, the fold of the
// history is the case tracked step by step, and what is published was approved
// by somebody who did not ask, and passed by somebody who does not publish.
func TestRandomHistories(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	p.People[zhao] = person("赵敏", "market_manager", "ops_lead")
	steps := []procedure.StepName{}
	for _, s := range p.Steps {
		steps = append(steps, s.Name)
	}
	steps = append(steps, "request", "request", "request", "request")
	people := append(p.Persons(), "nobody")
	published := 0
	rapid.Check(t, func(t *rapid.T) {
		r := &procedure.Request{
			ID: slr1, Title: text("t"), RaisedBy: string(rapid.SampledFrom(people).Draw(t, "raised by")),
			Source: procedure.Source(rapid.SampledFrom([]string{"contract", "internal"}).Draw(t, "source")),
		}
		c := procedure.NewCase(r)
		for i := range rapid.IntRange(1, 60).Draw(t, "length") {
			a := act(rapid.SampledFrom(likely(p, c, steps)).Draw(t, "step"))
			if a.Step == procedure.StepAmend {
				continue // not a step of requests
			}
			who := procedure.Actor{Person: rapid.SampledFrom(people).Draw(t, "who")}
			e, no := p.Apply(c, a, who, procedure.Stamp{At: fmt.Sprint(i), Entry: i + 1})
			if no != nil {
				if no.Code == "" || no.Message.IsZero() {
					t.Fatalf("a refusal without code or message: %+v", no)
				}
				continue
			}
			if again := p.Judge(c, e); again != nil {
				t.Fatalf("Apply took what Judge refuses: %v", again)
			}
			if c.Final {
				t.Fatalf("%s was taken on a final case", e.Step)
			}
			s, _ := p.Step(e.Step)
			before := c
			c = p.After(c, s, e)
			r.History = append(r.History, e)
			if c.State == "published" && before.State != "published" {
				publishedProperly(t, p, before, e)
				published++
			}
		}
		folded, err := p.Fold(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(folded, c); diff != "" {
			t.Fatal(diff)
		}
	})
	if published == 0 {
		t.Error("no history was ever published")
	}
}

// likely are all steps, those that lead on from the case's state many times, so
// that many histories get far.
func likely(p *procedure.Procedure, c procedure.Case, steps []procedure.StepName) []procedure.StepName {
	all := slices.Clone(steps)
	for _, s := range p.Leaving(c.State) {
		if s.Name == "approve" || s.Name == "propose" || s.Name == "pass" || s.Name == "publish" {
			all = append(all, s.Name, s.Name, s.Name, s.Name, s.Name, s.Name, s.Name, s.Name)
		}
	}
	return all
}

func publishedProperly(t *rapid.T, p *procedure.Procedure, before procedure.Case, e procedure.Event) {
	if before.Pass == nil || len(before.Design) == 0 {
		t.Fatal("published without a passed design")
	}
	if before.Source == "contract" && slices.Contains(before.Requesters, before.Approver) {
		t.Fatalf("%s asked and approved", before.Approver)
	}
	m := &procedure.Manifest{Version: e.Version, PublishedBy: e.By, Requests: []procedure.RequestID{before.ID}, Meetings: []procedure.MeetingID{before.Pass.Meeting}}
	for _, d := range before.Design {
		m.Services = append(m.Services, procedure.Published{ID: d.Service, Digest: d.Digest, Change: d.Change, Severity: "new", Since: e.Version})
	}
	m.Digest = procedure.Sum(m.Services)
	rs := p.JudgePublication(procedure.Publication{Manifest: m, Signer: e.By, Tree: m.Digests()}, func(procedure.RequestID) (procedure.Case, bool) { return before, true })
	if (len(rs) == 0) != (before.Pass.Recorder != e.By) {
		t.Fatalf("passed by %s, published by %s: %v", before.Pass.Recorder, e.By, rs)
	}
}
