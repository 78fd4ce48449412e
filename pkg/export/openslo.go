package export

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Agreement is the service level agreement whose entries an edition holds, as they were
// agreed on with a customer.
type Agreement struct {
	ID            string // SLA-2026-0001
	State         string // drafted, in_force, ended
	Customer      string
	Contract      string
	EffectiveFrom string // YYYY-MM-DD
	ExpiresOn     string // YYYY-MM-DD; empty: without end
}

// Goal is what OpenSLO asks of a limit besides: in how many percent of the cases of a
// period it is to be kept.
type Goal struct {
	Percent catalogue.Number // above 0 and below 100
	Window  catalogue.Window
}

// sloObject is a Service or an SLO of OpenSLO v1 (github.com/OpenSLO/OpenSLO).
type sloObject struct {
	APIVersion string      `yaml:"apiVersion"`
	Kind       string      `yaml:"kind"`
	Metadata   sloMetadata `yaml:"metadata"`
	Spec       any         `yaml:"spec"`
}

type sloMetadata struct {
	Name        string            `yaml:"name"`
	DisplayName string            `yaml:"displayName,omitempty"`
	Annotations map[string]string `yaml:"annotations"`
}

type sloService struct {
	Description string `yaml:"description,omitempty"`
}

type sloSpec struct {
	Description     string         `yaml:"description,omitempty"`
	Service         string         `yaml:"service"`
	IndicatorRef    string         `yaml:"indicatorRef"`
	TimeWindow      []sloWindow    `yaml:"timeWindow"`
	BudgetingMethod string         `yaml:"budgetingMethod"`
	Objectives      []sloObjective `yaml:"objectives"`
}

type sloWindow struct {
	Duration  string      `yaml:"duration"`
	IsRolling bool        `yaml:"isRolling"`
	Calendar  sloCalendar `yaml:"calendar"`
}

type sloCalendar struct {
	StartTime string `yaml:"startTime"`
	TimeZone  string `yaml:"timeZone"`
}

type sloObjective struct {
	Op     string            `yaml:"op,omitempty"`
	Value  *catalogue.Number `yaml:"value,omitempty"`
	Target float64           `yaml:"target"`
}

// The limits of OpenSLO on texts, in characters.
const (
	sloName        = 63
	sloDisplayName = 63
	sloDescription = 1050
)

// writeOpenSLO writes a Service for each service that is not retired, and behind it an
// SLO for each of its levels of which OpenSLO can say what the catalogue says.
func writeOpenSLO(w io.Writer, e Edition, words wording.Wording) error {
	p := page{e, words}
	for _, entry := range e.Entries {
		if entry.Lifecycle == catalogue.Retired {
			continue
		}
		for _, object := range p.openSLO(entry) {
			text, err := document.Encode(object)
			if err != nil {
				return unwritable(entry.ID, err)
			}
			if _, err := io.WriteString(w, "---\n"+string(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Untargeted counts the levels that OpenSLO does not say: it wants the share of cases in
// which a limit is to be kept, and the period, and the catalogue names neither.
func (e Edition) Untargeted() int {
	n := 0
	for _, entry := range e.Entries {
		for _, l := range entry.Levels {
			if _, ok := e.sloObjective(entry, l); !ok && entry.Lifecycle != catalogue.Retired {
				n++
			}
		}
	}
	return n
}

// openSLO is a service with its levels. One that OpenSLO cannot say stands among the
// annotations of the service.
func (p page) openSLO(e catalogue.Entry) []sloObject {
	service := sloObject{
		APIVersion: "openslo/v1", Kind: "Service",
		Metadata: sloMetadata{Name: sloLabel(string(e.ID)), DisplayName: p.sloDisplay(e), Annotations: p.sloNotes(e)},
		Spec:     sloService{shortened(strings.TrimSpace(p.Text(e.Summary)), sloDescription)},
	}
	all, taken := []sloObject{service}, map[string]int{}
	for i, l := range e.Levels {
		spec, ok := p.sloObjective(e, l)
		if !ok {
			service.Metadata.Annotations[fmt.Sprintf("service-catalogue.level-%d", i+1)] = l.String()
			continue
		}
		parts := []string{p.sloPrefix(), string(e.ID), string(l.Metric), string(l.Priority)}
		name := sloLabel(parts...)
		if taken[name]++; taken[name] > 1 {
			name = sloLabel(append(parts, fmt.Sprint(taken[name]))...)
		}
		all = append(all, p.slo(e, l, name, spec))
	}
	return all
}

// slo is a level. By which query it is measured the catalogue does not know: the SLI that
// it refers to is for those to define who measure.
func (p page) slo(e catalogue.Entry, l catalogue.Level, name string, spec sloSpec) sloObject {
	notes := p.sloNotes(e)
	given := ""
	if spec.Objectives[0].Op != "" || l.Window == "" {
		given = "given at export"
	}
	for key, value := range map[string]string{"level": l.String(), "unit": string(l.Unit), "clock": string(l.Clock), "window": string(l.Window), "target": given} {
		if value != "" {
			notes["service-catalogue."+key] = value
		}
	}
	spec.Description, spec.Service, spec.IndicatorRef = shortened(p.Level(l), sloDescription), sloLabel(string(e.ID)), name
	return sloObject{
		APIVersion: "openslo/v1", Kind: "SLO",
		Metadata: sloMetadata{Name: name, DisplayName: fitting(p.Metric(l), sloDisplayName), Annotations: notes}, Spec: spec,
	}
}

// sloObjective is what a level promises, and over which period. A share of at least so
// many percent is a target as it stands. A limit needs one besides, which the reader may
// have given.
func (e Edition) sloObjective(of catalogue.Entry, l catalogue.Level) (sloSpec, bool) {
	window, op := l.Window, map[catalogue.Op]string{"<=": "lte", ">=": "gte"}[l.Op]
	if window == "" && e.Goal != nil {
		window = e.Goal.Window
	}
	spec := sloSpec{TimeWindow: e.sloWindow(of, window), BudgetingMethod: "Occurrences"}
	switch {
	case spec.TimeWindow == nil:
		return spec, false
	case l.Unit == "percent" && l.Op == ">=" && l.Value >= 0 && l.Value < 100:
		spec.Objectives = []sloObjective{{Target: hundredth(l.Value)}}
	case op != "" && e.Goal != nil:
		spec.Objectives = []sloObjective{{Op: op, Value: &l.Value, Target: hundredth(e.Goal.Percent)}}
	}
	return spec, spec.Objectives != nil
}

func hundredth(percent catalogue.Number) float64 {
	r, ok := new(big.Rat).SetString(percent.String())
	if !ok {
		return 0
	}
	share, _ := r.Quo(r, big.NewRat(100, 1)).Float64()
	return share
}

// sloWindow is the calendar period over which a level is measured, in the time zone of
// its service, or else of the organisation; none where that is not known.
func (e Edition) sloWindow(of catalogue.Entry, window catalogue.Window) []sloWindow {
	zone, from := e.TimeZone, e.EffectiveFrom
	if of.Hours != nil && of.Hours.TZ != "" {
		zone = of.Hours.TZ
	}
	if zone == "UTC" {
		zone = "Etc/UTC" // OpenSLO's schema wants an area
	}
	if e.Agreement != nil {
		from = e.Agreement.EffectiveFrom
	}
	duration := map[catalogue.Window]string{"week": "1w", "month": "1M", "quarter": "1Q", "year": "1Y"}[window]
	day, err := time.Parse(time.DateOnly, from)
	if duration == "" || zone == "" || err != nil {
		return nil
	}
	return []sloWindow{{duration, false, sloCalendar{began(day, window).Format(time.DateTime), zone}}}
}

// began is the first day of the period that a day lies in.
func began(day time.Time, w catalogue.Window) time.Time {
	year, month, _ := day.Date()
	switch w {
	case "week":
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case "quarter":
		month -= (month - 1) % 3
	case "year":
		month = time.January
	}
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}

// sloNotes are where an object comes from.
func (p page) sloNotes(e catalogue.Entry) map[string]string {
	notes := map[string]string{
		"service-catalogue.service": string(e.ID), "service-catalogue.version": p.Version.String(),
		"service-catalogue.digest": string(p.Digest), "service-catalogue.ledger": p.Ledger,
		"service-catalogue.lifecycle": string(e.Lifecycle),
	}
	if a := p.Agreement; a != nil {
		for key, value := range map[string]string{"agreement": a.ID, "state": a.State, "customer": a.Customer, "contract": a.Contract, "effective-from": a.EffectiveFrom, "expires-on": a.ExpiresOn} {
			if value != "" {
				notes["service-catalogue."+key] = value
			}
		}
	}
	if name := strings.TrimSpace(p.Text(e.Name)); fitting(name, sloDisplayName) == "" && name != "" {
		notes["service-catalogue.name"] = name
	}
	return notes
}

func (p page) sloDisplay(e catalogue.Entry) string {
	return fitting(strings.TrimSpace(p.Text(e.Name)), sloDisplayName)
}

// sloPrefix keeps the objectives of one customer apart from those of another.
func (p page) sloPrefix() string {
	if p.Agreement == nil {
		return ""
	}
	return p.Agreement.ID
}

// sloLabel is a name as OpenSLO has them: small letters, digits and hyphens, so many at
// most. Of a longer one the end gives way to its digest.
func sloLabel(parts ...string) string {
	var named []string
	for _, part := range parts {
		if part = strings.Trim(strings.ReplaceAll(strings.ToLower(part), "_", "-"), "-"); part != "" {
			named = append(named, part)
		}
	}
	name := strings.Join(named, "-")
	if len(name) <= sloName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimRight(name[:sloName-9], "-") + "-" + hex.EncodeToString(sum[:4])
}

// fitting is a text of at most so many characters; of a longer one nothing.
func fitting(text string, most int) string {
	if len([]rune(text)) > most {
		return ""
	}
	return text
}

// shortened is a text of at most so many characters.
func shortened(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
