package bundle

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// maker makes a proof up, as a ledger would have made it.
type maker struct {
	*testing.T
	store   ledger.Memory
	parts   Parts
	genesis ledger.ID
	actor   string // who publishes
}

const serviceText = "schema: 1\nid: svc-desk\n"

func signerOf(t *testing.T, seed byte) signature.Signer {
	t.Helper()
	s, err := signature.FromPrivate(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (m *maker) sign(key signature.Signer) ledger.Signer {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		return key.Sign(ctx, signature.NamespaceGit, payload)
	}
}

var zhangWei = ledger.Stamp{Name: "张伟", Email: "zhang.wei@example.com", When: time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600))}

// proof is a good proof; the entry is signed by one key and the tag by another.
func proof(t *testing.T, first, entry, tag byte) Parts {
	t.Helper()
	m := &maker{T: t, actor: "zhang.wei"}
	m.begin(signerOf(t, first))
	digest := catalogue.DigestOf([]byte(serviceText))
	services := []procedure.Published{{ID: "svc-desk", Digest: digest}}
	sum := procedure.Sum(services)
	m.parts.Manifest = []byte("schema: 1\nversion: \"1.0.0\"\nservices:\n  - id: svc-desk\n    digest: " + string(digest) + "\ndigest: " + string(sum) + "\n")
	m.parts.Services = map[catalogue.ServiceID][]byte{"svc-desk": []byte(serviceText)}
	commit := m.publish(signerOf(t, entry))
	id, err := ledger.Tag{
		Commit: commit, Name: "catalogue/v1.0.0", By: zhangWei, Subject: "服务目录 1.0.0", Ledger: ledger.DigestOf(m.parts.Genesis),
		Version: "1.0.0", Entry: 7, EntryDigest: ledger.DigestOf(m.parts.Entry), Digest: ledger.Digest(sum), Actor: "zhang.wei", Role: "ops_lead",
	}.Build(t.Context(), &m.store, m.sign(signerOf(t, tag)))
	if err != nil {
		t.Fatal(err)
	}
	if m.parts.Tag, err = ledger.NewReader(&m.store).Tag(id); err != nil {
		t.Fatal(err)
	}
	return m.parts
}

func (m *maker) begin(key signature.Signer) {
	var err error
	m.genesis, m.parts.Genesis, err = ledger.Draft{
		By: zhangWei, Subject: "genesis", Root: "catalogue",
		Changes:  []ledger.Change{{Path: "catalogue/procedure.yaml", Data: []byte("schema: 1\n")}},
		Trailers: &ledger.Trailers{Root: "catalogue", Tags: "catalogue/v", Ref: "refs/heads/main", Action: "genesis", Actor: "zhang.wei", Role: "ops_lead"},
	}.Build(m.Context(), &m.store, m.sign(key))
	if err != nil {
		m.Fatal(err)
	}
}

func (m *maker) publish(key signature.Signer) ledger.ID {
	request := []byte("id: SLR-2026-0001\n")
	id, raw, err := ledger.Draft{
		Parent: m.genesis, By: zhangWei, Subject: "publish 1.0.0", Root: "catalogue",
		Changes: []ledger.Change{{Path: "catalogue/versions/1.0.0.yaml", Data: m.parts.Manifest}, {Path: "catalogue/requests/2026/SLR-2026-0001.yaml", Data: request}},
		Trailers: &ledger.Trailers{
			Ledger: ledger.DigestOf(m.parts.Genesis), Ref: "refs/heads/main", Entry: 7, Action: "publish", Actor: m.actor, Role: "ops_lead",
			Previous: ledger.DigestOf([]byte("entry 6")),
		},
	}.Build(m.Context(), &m.store, m.sign(key))
	if err != nil {
		m.Fatal(err)
	}
	m.parts.Entry = raw
	m.parts.Sums = ledger.Sums(map[string]ledger.Digest{
		"versions/1.0.0.yaml": ledger.DigestOf(m.parts.Manifest), "requests/2026/SLR-2026-0001.yaml": ledger.DigestOf(request),
	})
	return id
}

func codes(r *Report) string {
	var all []string
	for _, b := range r.Breaches {
		all = append(all, b.Code+" "+b.File)
	}
	return strings.Join(all, ", ")
}

func TestGoodProof(t *testing.T) {
	p := proof(t, 1, 1, 1)
	r := p.Check(Trust{Ledger: ledger.DigestOf(p.Genesis)})
	if !r.Good() || r.Ground != Genesis || r.Version != "1.0.0" || r.Entry != 7 || r.Listed != 1 || !slices.Equal(r.Bound, []catalogue.ServiceID{"svc-desk"}) {
		t.Errorf("got %+v", r)
	}
	if r.Name != "张伟" || r.Key != signerOf(t, 1).Key().Fingerprint() || !r.At.Equal(zhangWei.When) {
		t.Errorf("got the signer %s with %s at %s", r.Name, r.Key, r.At)
	}
}

func TestGroundOfProof(t *testing.T) {
	two := signerOf(t, 2).Key().Fingerprint()
	id := func(p Parts) ledger.Digest { return ledger.DigestOf(p.Genesis) }
	cases := []struct {
		name              string
		first, entry, tag byte
		trust             func(Parts) Trust
		ground            Ground
		want              string
	}{
		{"nothing is trusted", 1, 1, 1, func(Parts) Trust { return Trust{} }, Nothing, "E_TRUST_ROOT version.commit"},
		{"a key that the ledger's id says nothing of", 1, 2, 2, func(p Parts) Trust { return Trust{Ledger: id(p)} }, Nothing, "E_TRUST_ROOT version.commit"},
		{"that key is named", 1, 2, 2, func(p Parts) Trust { return Trust{Ledger: id(p), Signers: []string{two}} }, Named, ""},
		{"a key is named and no ledger", 1, 2, 2, func(Parts) Trust { return Trust{Signers: []string{two}} }, Named, ""},
		{"another key signed", 1, 3, 3, func(p Parts) Trust { return Trust{Ledger: id(p), Signers: []string{two}} }, Nothing, "E_TRUST_ROOT version.commit"},
		{"another key signed the tag", 1, 1, 2, func(p Parts) Trust { return Trust{Ledger: id(p)} }, Genesis, "E_TRUST_ROOT version.tag"},
		{"that key is named, too", 1, 1, 2, func(p Parts) Trust { return Trust{Ledger: id(p), Signers: []string{two}} }, Genesis, ""},
		{"another ledger is pinned", 1, 1, 1, func(Parts) Trust { return Trust{Ledger: ledger.DigestOf(nil)} }, Nothing, "E_LEDGER genesis.commit, E_TRUST_ROOT version.commit"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := proof(t, c.first, c.entry, c.tag)
			r := p.Check(c.trust(p))
			if got := codes(r); got != c.want || r.Ground != c.ground {
				t.Errorf("got %q on the ground %q, want %q on %q", got, r.Ground, c.want, c.ground)
			}
			if only := !strings.Contains(c.want, ",") && c.want != ""; r.CannotJudge() != only {
				t.Errorf("cannot judge: got %v, want %v", r.CannotJudge(), only)
			}
		})
	}
}

// Of a good proof one thing is changed.
func TestBrokenProof(t *testing.T) {
	other := proof(t, 9, 9, 9)
	cases := []struct {
		name  string
		spoil func(*Parts)
		want  string
	}{
		{"a service's byte", func(p *Parts) { p.Services["svc-desk"] = []byte(serviceText + " ") }, "E_DIGEST services/svc-desk.yaml"},
		{"a service that was not published", func(p *Parts) { p.Services["svc-other"] = []byte(serviceText) }, "E_DIGEST services/svc-other.yaml"},
		{"the manifest", func(p *Parts) { p.Manifest = append(p.Manifest, '\n') }, "E_DIGEST manifest.yaml"},
		{"the signed lines", func(p *Parts) { p.Sums = append(p.Sums, '\n') }, "E_DIGEST content.sha256"},
		{"no signed lines", func(p *Parts) { p.Sums = nil }, "E_DIGEST content.sha256"},
		{"no manifest", func(p *Parts) { p.Manifest = nil }, "E_DIGEST manifest.yaml"},
		{"a letter of the entry", func(p *Parts) { p.Entry = bytes.Replace(p.Entry, []byte("publish 1.0.0"), []byte("publish 1.0.1"), 1) }, "E_SIG_BAD version.commit, E_TAG_TARGET version.tag, E_TAG_MOVED version.tag"},
		{"a letter of the tag", func(p *Parts) { p.Tag = bytes.Replace(p.Tag, []byte("目录 1"), []byte("目录 2"), 1) }, "E_SIG_BAD version.tag"},
		{"another ledger's tag", func(p *Parts) { p.Tag = other.Tag }, "E_TRUST_ROOT version.tag, E_TAG_TARGET version.tag, E_TAG_MOVED version.tag"},
		{"another ledger's entry and tag", func(p *Parts) { p.Entry, p.Tag = other.Entry, other.Tag }, "E_TRUST_ROOT version.commit, E_LEDGER version.commit, E_TAG_MOVED version.tag"},
		{"genesis for the entry", func(p *Parts) { p.Entry = p.Genesis }, "E_LEDGER version.commit, E_SCOPE version.commit, E_TAG_TARGET version.tag, E_TAG_MOVED version.tag, E_VERSION version.tag, E_DIGEST content.sha256"},
		{"the entry for genesis", func(p *Parts) { p.Genesis = p.Entry }, "E_LEDGER genesis.commit, E_ROOT genesis.commit, E_TRUST_ROOT version.commit, E_LEDGER version.commit, E_TAG_MOVED version.tag"},
		{"no commit", func(p *Parts) { p.Entry = []byte("tree") }, "E_OBJ_FORM version.commit"},
		{"no tag", func(p *Parts) { p.Tag = nil }, "E_TAG_UNSIGNED version.tag"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := proof(t, 1, 1, 1)
			trust := Trust{Ledger: ledger.DigestOf(p.Genesis)}
			c.spoil(&p)
			if got := codes(p.Check(trust)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The key that began the ledger is one person's: who signs with it and calls themselves
// somebody else is told.
func TestTheFirstKeyIsOnePersons(t *testing.T) {
	p := proof(t, 1, 1, 1)
	m := &maker{T: t, parts: p}
	m.begin(signerOf(t, 1))
	m.actor = "li.na"
	m.publish(signerOf(t, 1))
	r := m.parts.Check(Trust{Ledger: ledger.DigestOf(p.Genesis)})
	if got := codes(r); !strings.Contains(got, "E_ACTOR version.commit") {
		t.Errorf("got %q", got)
	}
}

// What is laid down is read again; what else lies there is named.
func TestProofIsReadAsLaid(t *testing.T) {
	want := proof(t, 1, 1, 1)
	files := fstest.MapFS{}
	for name, data := range want.Files() {
		files[name] = &fstest.MapFile{Data: data}
	}
	got, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b []byte) bool { return bytes.Equal(a, b) }
	if !maps.EqualFunc(got.Files(), want.Files(), same) {
		t.Errorf("got the files %q", slices.Sorted(maps.Keys(got.Files())))
	}
	if len(got.Strays) > 0 {
		t.Errorf("strays: %q", got.Strays)
	}
	for _, name := range []string{"README.txt", "services/svc-desk.yml", "services/sub/svc-desk.yaml", "sub/services/svc-desk.yaml"} {
		files[name] = &fstest.MapFile{Data: []byte("text")}
	}
	got, err = Read(files)
	if want := []string{"README.txt", "services/sub/", "services/svc-desk.yml", "sub/"}; err != nil || !slices.Equal(got.Strays, want) {
		t.Errorf("strays: got %q, %v, want %q", got.Strays, err, want)
	}
	if r := got.Check(Trust{Ledger: ledger.DigestOf(got.Genesis)}); codes(r) != "E_PATH README.txt, E_PATH services/sub/, E_PATH services/svc-desk.yml, E_PATH sub/" {
		t.Errorf("got %q", codes(r))
	}
	files[EntryFile].Data = make([]byte, maxObject+1)
	if _, err := Read(files); err == nil {
		t.Error("a commit beyond the limit was read")
	}
	delete(files, EntryFile)
	if _, err := Read(files); err == nil {
		t.Error("a proof without its commit was read")
	}
}

// Whatever bytes a proof has, what is not signed by the ledger's key is not good.
func FuzzCheck(f *testing.F) {
	f.Add([]byte("tree"), []byte("object"), []byte("a: 1\n"))
	f.Fuzz(func(t *testing.T, entry, tag, manifest []byte) {
		p := proof(t, 1, 1, 1)
		trust := Trust{Ledger: ledger.DigestOf(p.Genesis)}
		p.Entry, p.Tag, p.Manifest = entry, tag, manifest
		if p.Check(trust).Good() {
			t.Errorf("good: %q %q %q", entry, tag, manifest)
		}
	})
}
