package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// sheetName is where the Git folder of a work tree keeps the worksheet.
const sheetName = "sc/periodic-review.yaml"

// worksheet is a periodic review on its way: a person's own file, no record.
type worksheet struct {
	Version      catalogue.Version       `yaml:"version"`
	Digest       catalogue.Digest        `yaml:"digest"`
	Started      string                  `yaml:"started"`
	Services     []sheetService          `yaml:"services"`
	Participants []procedure.Participant `yaml:"participants"`
	Actions      []procedure.Action      `yaml:"actions,omitempty"`
	Minutes      string                  `yaml:"minutes,omitempty"`
	NextReview   string                  `yaml:"next_review,omitempty"`

	file string
}

// sheetService is a service on the worksheet; without a verdict it waits for one.
type sheetService struct {
	Service    catalogue.ServiceID `yaml:"service"`
	Digest     catalogue.Digest    `yaml:"digest"`
	Name       catalogue.Text      `yaml:"name,omitempty"`
	Owner      string              `yaml:"owner,omitempty"`
	Due        string              `yaml:"due,omitempty"`
	Verdict    procedure.Outcome   `yaml:"verdict,omitempty"`
	Inaccurate bool                `yaml:"inaccurate,omitempty"`
	Finding    string              `yaml:"finding,omitempty"`
	NextDue    string              `yaml:"next_due,omitempty"`
}

// sheetFile is the file of the worksheet that somebody means.
func (d *desk) sheetFile(given string) string {
	if given != "" {
		return d.app.path(given)
	}
	return filepath.Join(d.repo.Own(), filepath.FromSlash(sheetName))
}

func noSheet(cause error) error {
	return &finding.Fault{Message: finding.Say("no periodic review has been started here"), Hint: finding.Say("begin one: sc periodic-review start"), Cause: cause}
}

// worksheet reads the worksheet, which must be there.
func (d *desk) worksheet(given string) (*worksheet, error) {
	w := &worksheet{file: d.sheetFile(given)}
	data, err := d.app.readWhole(w.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, noSheet(err)
	case err != nil:
		return nil, err
	}
	if err := records.Decode(d.app.relative(w.file), data, w); err != nil {
		return nil, &finding.Fault{Message: finding.Say("the worksheet cannot be read: %s", finding.Problem(err)), Hint: finding.Say("put it right, or begin anew: sc periodic-review cancel"), Cause: err}
	}
	return w, nil
}

// begun is the worksheet, a new one where there is none yet.
func (d *desk) begun(given string) (*worksheet, error) {
	w, err := d.worksheet(given)
	if errors.Is(err, fs.ErrNotExist) {
		return &worksheet{file: d.sheetFile(given), Started: d.now().Format(time.RFC3339), Participants: d.rules.Invited()}, nil
	}
	return w, err
}

// follow takes the worksheet to a version: what it says of a text that is another one
// now is taken out.
func (w *worksheet) follow(d *desk, latest *procedure.Manifest) {
	if w.Version == latest.Version && w.Digest == latest.Digest {
		return
	}
	digests := latest.Digests()
	for i := range w.Services {
		s := &w.Services[i]
		if digests[s.Service] == s.Digest {
			continue
		}
		if s.Verdict != "" {
			d.app.warn("%s has another text in version %s: review it anew", string(s.Service), latest.Version)
		}
		*s = sheetService{Service: s.Service, Digest: digests[s.Service], Name: s.Name, Owner: s.Owner, Due: s.Due}
	}
	w.Version, w.Digest = latest.Version, latest.Digest
}

// add puts services on the worksheet that are not there yet.
func (w *worksheet) add(d *desk, entries []catalogue.Entry, ids []catalogue.ServiceID, due map[catalogue.ServiceID]string) {
	digests := map[catalogue.ServiceID]catalogue.Digest{}
	if latest, err := d.books.Latest(); err == nil {
		digests = latest.Digests()
	}
	for _, e := range entries {
		there := slices.ContainsFunc(w.Services, func(s sheetService) bool { return s.Service == e.ID })
		if there || !slices.Contains(ids, e.ID) {
			continue
		}
		w.Services = append(w.Services, sheetService{Service: e.ID, Digest: digests[e.ID], Name: e.Name, Owner: e.Owner, Due: due[e.ID]})
	}
}

func (w *worksheet) write(a *app) error {
	data, err := document.Encode(w)
	if err != nil {
		return err
	}
	head := a.say.T("Worksheet of a periodic review. It is yours alone and no record; \"sc periodic-review close\" makes one of it.")
	return writeFile(w.file, append([]byte("# "+head+"\n"), data...))
}

// waiting counts the services that wait for a verdict.
func (w *worksheet) waiting() int {
	n := 0
	for _, s := range w.Services {
		if s.Verdict == "" {
			n++
		}
	}
	return n
}

// page is the worksheet for people and for programs.
func (w *worksheet) page(d *desk) render.Page {
	services := render.Section{
		Title:   finding.Say("Periodic review of version %s: %s of %s services have a verdict", w.Version, len(w.Services)-w.waiting(), len(w.Services)),
		Columns: []finding.Sentence{finding.Say("Service"), finding.Say("Name"), finding.Say("Due on"), finding.Say("Verdict"), finding.Say("Accurate"), finding.Say("Finding")},
	}
	for _, s := range w.Services {
		services.Rows = append(services.Rows, []any{string(s.Service), d.app.text(s.Name), s.Due, d.app.term(string(s.Verdict)), d.accuracy(s), s.Finding})
	}
	people := render.Section{
		Title:   finding.Say("Invited"),
		Columns: []finding.Sentence{finding.Say("Who"), finding.Say("Role or process"), finding.Say("Contact")},
	}
	for _, p := range w.Participants {
		people.Rows = append(people.Rows, []any{d.participant(p), d.capacity(p), d.contact(p)})
	}
	if !d.app.Term.Out {
		services.Title, people.Title = finding.Sentence{}, finding.Sentence{}
		services.Key, people.Key = "service", "invited"
	}
	return render.Page{Sections: []render.Section{services, people}, Value: w.value()}
}

func (d *desk) accuracy(s sheetService) string {
	switch {
	case s.Verdict == "":
		return ""
	case s.Inaccurate:
		return d.app.term("no")
	}
	return d.app.term("yes")
}

// participant is somebody by name for people, by id for programs where they have one.
func (d *desk) participant(p procedure.Participant) string {
	if p.Person == "" {
		return p.Name
	}
	return d.who(p.Person)
}

// capacity is in which role somebody takes part, or for which process.
func (d *desk) capacity(p procedure.Participant) string {
	if p.Process == "" && p.Role != "" {
		return d.role(p.Role)
	}
	return p.Process
}

func (d *desk) contact(p procedure.Participant) string {
	for _, o := range d.rules.ProcessOwners {
		if p.Person == "" && o.Name == p.Name {
			return o.Contact
		}
	}
	return d.rules.People[p.Person].Email
}

// sheetJSON is the worksheet for programs.
type sheetJSON struct {
	File     string             `json:"file"`
	Version  string             `json:"version"`
	Digest   string             `json:"digest"`
	Started  string             `json:"started"`
	Waiting  int                `json:"without_verdict"`
	Services []sheetServiceJSON `json:"services"`
	Invited  []map[string]any   `json:"participants"`
}

type sheetServiceJSON struct {
	Service  catalogue.ServiceID `json:"service"`
	Digest   catalogue.Digest    `json:"digest"`
	DueOn    string              `json:"due_on"`
	Verdict  procedure.Outcome   `json:"verdict"` // empty where there is none yet
	Accurate bool                `json:"accurate"`
	Finding  string              `json:"finding"`
	NextDue  string              `json:"next_due"`
}

func (w *worksheet) value() sheetJSON {
	v := sheetJSON{File: w.file, Version: w.Version.String(), Digest: string(w.Digest), Started: w.Started, Waiting: w.waiting(), Services: []sheetServiceJSON{}, Invited: []map[string]any{}}
	for _, s := range w.Services {
		v.Services = append(v.Services, sheetServiceJSON{s.Service, s.Digest, s.Due, s.Verdict, !s.Inaccurate, s.Finding, s.NextDue})
	}
	for _, p := range w.Participants {
		v.Invited = append(v.Invited, participantJSON(p))
	}
	return v
}

func participantJSON(p procedure.Participant) map[string]any {
	v := map[string]any{"present": p.Present}
	for key, value := range map[string]string{"person": string(p.Person), "name": p.Name, "role": string(p.Role), "process": p.Process} {
		if value != "" {
			v[key] = value
		}
	}
	return v
}

// readWhole reads a file of one's own, which may not be beyond all measure.
func (a *app) readWhole(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxInput) {
		err = fault(finding.Say("the file %s cannot be read", a.relative(name)), finding.Say("check its name and that you may read it"))
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}
