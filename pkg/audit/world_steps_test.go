package audit

import (
	"context"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// genesis begins the ledger.
func (w *world) genesis() {
	w.t.Helper()
	text := w.text()
	w.commit(write{action: "genesis", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{"procedure.yaml": text}})
	w.rules = &procedure.Procedure{}
	w.must(records.Decode("procedure.yaml", text, w.rules))
}

// request logs a requirement and returns its path.
func (w *world) request(n int, source procedure.Source, person string) string {
	w.t.Helper()
	return w.logged(requirement(records.Requests().ID("2026", n), source, person), person)
}

func requirement(id string, source procedure.Source, person string) procedure.Request {
	r := procedure.Request{
		Schema: 1, ID: procedure.RequestID(id), Title: catalogue.Text{Plain: "需求"}, Source: source,
		RaisedBy: person, RaisedOn: "2026-03-02",
	}
	if source != procedure.SourceInternal {
		r.Customer = &procedure.Customer{Name: "华岭市人民医院"}
		r.Asks = []catalogue.Ask{{Service: "svc-a"}}
	}
	return r
}

// logged signs a requirement and returns its path.
func (w *world) logged(r procedure.Request, person string) string {
	w.t.Helper()
	e, no := w.rules.Apply(procedure.NewCase(&r), procedure.Act{Step: "request"}, procedure.Actor{Person: procedure.PersonID(person)}, w.stamp())
	if no != nil {
		w.t.Fatal(no)
	}
	r.History = []procedure.Event{e}
	data, err := document.Encode(r)
	w.must(err)
	path := records.Requests().Path(string(r.ID))
	w.commit(write{action: "request", person: person, role: string(e.Role), files: map[string][]byte{path: data}})
	return path
}

// event is a step on a requirement, not checked.
func (w *world) event(act procedure.Act, person, role string) procedure.Event {
	act.By, act.Role, act.At, act.Entry = procedure.PersonID(person), procedure.RoleID(role), w.stamp().At, w.stamp().Entry
	return act
}

// grown is a record with one more step.
func (w *world) grown(path string, e procedure.Event) []byte {
	w.t.Helper()
	data, err := document.AppendElement(w.files[path], e)
	w.must(err)
	return data
}

// step takes a step on a requirement.
func (w *world) step(path string, act procedure.Act, person, role string, bend ...func(*write)) {
	w.t.Helper()
	e := write{action: string(act.Step), person: person, role: role, files: map[string][]byte{path: w.grown(path, w.event(act, person, role))}}
	for _, b := range bend {
		b(&e)
	}
	w.commit(e)
}

func considered() *procedure.Considered {
	return &procedure.Considered{BusinessNeed: "合同需要", CompanySituation: "人员具备"}
}

func (w *world) approve(path string) {
	w.t.Helper()
	w.step(path, procedure.Act{Step: "approve", Considered: considered()}, "zhang.wei", "ops_lead")
}

// service is the text of a service; the schema of services is not the audit's
// matter.
func service(id, name string) []byte {
	return []byte("schema: 1\nid: " + id + "\nname: " + name + "\nlifecycle: active\n")
}

func designOf(id string, data []byte, base catalogue.Digest) procedure.Design {
	d := procedure.Design{Service: catalogue.ServiceID(id), Change: procedure.Add, Base: procedure.NoBase, Digest: catalogue.DigestOf(data)}
	if base != "" {
		d.Change, d.Base = procedure.Modify, base
	}
	return d
}

// propose binds a draft to a requirement and brings it along.
func (w *world) propose(path string, d procedure.Design, data []byte) {
	w.t.Helper()
	w.step(path, procedure.Act{Step: "propose", Design: []procedure.Design{d}}, "zhang.wei", "ops_lead", func(e *write) {
		e.files["services/"+string(d.Service)+".yaml"] = data
	})
}

// meeting is the record of a meeting that passes one requirement.
func (w *world) meeting(n int, path string, proposed int, d procedure.Design) (*procedure.Meeting, string) {
	return w.meetingOf(records.Meetings().ID("2026", n), path, proposed, d)
}

func (w *world) meetingOf(id, path string, proposed int, d procedure.Design) (*procedure.Meeting, string) {
	return &procedure.Meeting{
		Schema: 1, ID: procedure.MeetingID(id), HeldAt: w.stamp().At, Chair: "zhang.wei", Recorder: "li.na",
		Attendees: []procedure.Attendee{
			{Person: "zhang.wei", Role: "ops_lead", Present: true, Vote: procedure.For},
			{Person: "li.na", Role: "market_manager", Present: true, Vote: procedure.For},
		},
		Items: []procedure.Item{{Request: procedure.RequestID(baseOf(path)), ProposedEntry: proposed, Design: []procedure.Design{d}, Result: "pass"}},
	}, records.Meetings().Path(id)
}

func baseOf(path string) string {
	return path[len(path)-len("SLR-2026-0001.yaml") : len(path)-len(".yaml")]
}

// review records a meeting.
func (w *world) review(m *procedure.Meeting, where, path string, bend ...func(*write)) {
	w.t.Helper()
	data, err := document.Encode(m)
	w.must(err)
	e := write{action: "review", person: "li.na", role: "market_manager", files: map[string][]byte{
		where: data, path: w.grown(path, w.event(procedure.Act{Step: m.Items[0].Result, Meeting: m.ID}, "li.na", "market_manager")),
	}}
	for _, b := range bend {
		b(&e)
	}
	w.commit(e)
}

// manifest is the first version of one new service.
func (w *world) manifest(d procedure.Design, path, meeting string) *procedure.Manifest {
	v := catalogue.Version{Major: 1}
	rows := []procedure.Published{{ID: d.Service, Digest: d.Digest, Change: procedure.Add, Severity: catalogue.New, Since: v}}
	return &procedure.Manifest{
		Schema: 1, Version: v, PublishedAt: w.stamp().At, PublishedBy: "zhang.wei", EffectiveFrom: "2026-03-03",
		Requests: []procedure.RequestID{procedure.RequestID(baseOf(path))}, Meetings: []procedure.MeetingID{procedure.MeetingID(baseOf(meeting))},
		Services: rows, Digest: procedure.Sum(rows),
	}
}

// publish signs a version and its tag.
func (w *world) publish(m *procedure.Manifest, path string, bend ...func(*write)) {
	w.t.Helper()
	data, err := document.Encode(m)
	w.must(err)
	e := write{action: "publish", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{
		records.VersionPath(m.Version): data,
		path:                           w.grown(path, w.event(procedure.Act{Step: "publish", Version: m.Version}, "zhang.wei", "ops_lead")),
	}}
	for _, b := range bend {
		b(&e)
	}
	w.commit(e)
	w.tag(m, "zhang.wei", func(*ledger.Tag) {})
}

// tag signs the tag of the version just published.
func (w *world) tag(m *procedure.Manifest, person string, bend func(*ledger.Tag)) {
	w.t.Helper()
	t := ledger.Tag{
		Commit: w.tip, Name: "catalogue/v" + m.Version.String(), By: ledger.Stamp{Name: "张伟", Email: "zhang.wei@yunmai.example", When: w.when},
		Subject: "publish", Ledger: w.id, Version: m.Version.String(), Entry: w.entry, EntryDigest: w.last,
		Digest: ledger.Digest(m.Digest), Actor: "zhang.wei", Role: "ops_lead",
	}
	bend(&t)
	id, err := t.Build(context.Background(), w.store, func(ctx context.Context, payload []byte) ([]byte, error) {
		return signerOf(w.t, person).Sign(ctx, signature.NamespaceGit, payload)
	})
	w.must(err)
	w.tags = []Tag{{Name: t.Name, Object: id}}
	w.staged()
}
