package cli

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/bundle"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/signature"
)

// proofFolder is where a site keeps what proves it.
const proofFolder = "proof"

// verifyBundle checks what came with a site: no repository, no Git.
func (a *app) verifyBundle(o *verifyOptions, asked catalogue.Version) error {
	if o.base != "" || o.head != "" || o.maxAge != "" || o.full {
		return fault(finding.Say("a bundle has no branches and no later entries"), finding.Say("leave out --base, --head, --max-age and --full, or --bundle"))
	}
	trust, err := a.bundleTrust(o)
	if err != nil {
		return err
	}
	parts, err := bundle.Read(os.DirFS(a.bundleFolder(o.bundle)))
	if err != nil {
		return err
	}
	r := parts.Check(trust)
	if asked != (catalogue.Version{}) && r.Version != asked.String() {
		r.Breaches = append(r.Breaches, bundle.Breach{Code: "E_VERSION", File: bundle.TagFile, Message: finding.Say("it is version %s, not %s", r.Version, asked)})
	}
	if err := a.show(a.bundlePage(r)); err != nil {
		return err
	}
	if !a.machine() {
		a.bundleVerdict(r, trust)
	}
	switch {
	case r.Good():
		return nil
	case r.CannotJudge():
		return quiet(exitCannotJudge)
	}
	return quiet(exitFindings)
}

// bundleFolder is the folder of a proof, also where its site is named. What lies in a
// proof is no other proof, but a stray.
func (a *app) bundleFolder(name string) string {
	folder := a.path(name)
	if below := filepath.Join(folder, proofFolder); !bundle.In(os.DirFS(folder)) && bundle.In(os.DirFS(below)) {
		return below
	}
	return folder
}

// bundleTrust is what the reader holds against a proof.
func (a *app) bundleTrust(o *verifyOptions) (bundle.Trust, error) {
	var t bundle.Trust
	if text := cmp.Or(o.pin, a.Getenv("SC_PIN")); text != "" {
		pin, err := pinOf(text)
		if err != nil {
			return t, err
		}
		if o.pin != "" && pin.Entry != "" {
			return t, fault(finding.Say("a bundle shows no later entry to hold against %s", finding.Clip(o.pin)), finding.Say("give the ledger's id alone: --pin %s", pin.Ledger))
		}
		t.Ledger = pin.Ledger
	}
	if o.requirePin && t.Ledger == "" {
		return t, fault(finding.Say("--require-pin asks for the ledger's id, and none is given"), finding.Say("ask the company for it, on paper or by telephone: --pin sha256:…"))
	}
	for _, text := range o.signers {
		print, err := a.fingerprint(text)
		if err != nil {
			return t, err
		}
		t.Signers = append(t.Signers, print)
	}
	return t, nil
}

// fingerprint reads a key as people hand it on: its fingerprint, the key itself, or the
// file with the public key.
func (a *app) fingerprint(text string) (string, error) {
	text = strings.TrimSpace(text)
	if line, err := readSmall(a.path(text)); err == nil {
		text = strings.TrimSpace(line)
	}
	if key, err := signature.ParseKey(text); err == nil {
		return key.Fingerprint(), nil
	}
	const digits = 43 // of a SHA-256 in base64
	if rest, ok := strings.CutPrefix(text, "SHA256:"); ok && len(rest) == digits {
		return text, nil
	}
	return "", fault(finding.Say("%s is no key and no fingerprint of one", finding.Clip(text)), finding.Say("fingerprints are written as ssh-keygen -l writes them: SHA256: and 43 signs"))
}

// readSmall reads a plain file of a line or two.
func readSmall(file string) (string, error) {
	const most = 64 << 10
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > most {
		return "", cmp.Or(err, fs.ErrInvalid)
	}
	data, err := os.ReadFile(file)
	return string(data), err
}

// bundleJSON is what a proof shows, for programs.
type bundleJSON struct {
	Good        bool           `json:"good"`
	Proves      string         `json:"proves"` // what good means here
	Ledger      string         `json:"ledger"`
	Version     string         `json:"version"`
	Entry       int            `json:"entry"`
	EntryDigest string         `json:"entry_digest"`
	Claims      bundleClaims   `json:"claims"`
	Key         string         `json:"key"`
	Ground      string         `json:"ground"` // named, genesis, or empty
	TagKey      string         `json:"tag_key"`
	Digest      string         `json:"digest"`
	Listed      *int           `json:"listed"` // services in the manifest; null where it is not there
	Services    []string       `json:"services"`
	Violations  []bundleBreach `json:"violations"`
}

// bundleClaims are what the signer wrote, and no signature proves.
type bundleClaims struct {
	At     string `json:"at"`
	Signer string `json:"signer"`
	Name   string `json:"name"`
	Role   string `json:"role"`
	Tagger string `json:"tag_signer"`
}

type bundleBreach struct {
	Code    string `json:"code"`
	File    string `json:"file"`
	Message string `json:"message"`
}

// bundlePage is what a proof shows: for people the facts and what is wrong, in a pipe
// a line for each, which begins with what it is.
func (a *app) bundlePage(r *bundle.Report) render.Page {
	facts := render.Section{Key: "proof", Title: finding.Say("What the proof shows")}
	for _, f := range bundleFacts(r) {
		label, said := any(f.name), f.value
		if a.Term.Out {
			label, said = f.label, f.said
		}
		facts.Rows = append(facts.Rows, []any{label, said})
	}
	wrong := render.Section{
		Empty: finding.Say("no violation"),
		Key:   "violation", Title: finding.Say("What is wrong"),
		Columns: []finding.Sentence{finding.Say("Code"), finding.Say("File"), finding.Say("What is wrong")},
	}
	for _, b := range r.Breaches {
		wrong.Rows = append(wrong.Rows, []any{b.Code, b.File, b.Message})
	}
	return render.Page{Sections: []render.Section{facts, wrong}, Value: bundleValue(r)}
}

func bundleValue(r *bundle.Report) bundleJSON {
	v := bundleJSON{
		Good: r.Good(), Proves: "signature and bytes", Ledger: string(r.Ledger), Version: r.Version, Entry: r.Entry, EntryDigest: string(r.EntryDigest),
		Claims: bundleClaims{signedTime(r), r.Actor, r.Name, r.Role, r.TagActor},
		Key:    r.Key, Ground: string(r.Ground), TagKey: r.TagKey, Digest: string(r.Digest),
		Services: each(r.Bound, func(id catalogue.ServiceID) string { return string(id) }), Violations: []bundleBreach{},
	}
	if r.Listed >= 0 {
		v.Listed = &r.Listed
	}
	for _, b := range r.Breaches {
		v.Violations = append(v.Violations, bundleBreach{b.Code, b.File, b.Message.String()})
	}
	return v
}

func signedTime(r *bundle.Report) string {
	if r.At.IsZero() {
		return ""
	}
	return r.At.Format(time.RFC3339)
}

// bundleFacts are what a proof shows, for programs and for people.
func bundleFacts(r *bundle.Report) []provenField {
	services, counted := finding.Say("not in the proof"), "none"
	if r.Listed >= 0 {
		services = finding.Say("%s of %s are in the proof, with the bytes that were signed", len(r.Bound), r.Listed)
		counted = strconv.Itoa(len(r.Bound)) + " " + strconv.Itoa(r.Listed)
	}
	at := signedTime(r)
	return []provenField{
		{"version", r.Version, finding.Say("Version"), r.Version},
		{"ledger", r.Ledger, finding.Say("Ledger"), r.Ledger},
		{"entry", r.Entry, finding.Say("Entry"), r.Entry},
		{"entry_digest", r.EntryDigest, finding.Say("Digest of the entry"), r.EntryDigest},
		{"claimed_at", at, finding.Say("Published at"), finding.Say("%s, as its signer wrote", at)},
		{"claimed_signer", r.Actor + " " + r.Role, finding.Say("Signed by"), finding.Say("%s as %s, as the signer wrote", r.Name, r.Role)},
		{"key", r.Key, finding.Say("Key"), r.Key},
		{"ground", string(r.Ground), finding.Say("Vouched for by"), groundSaid(r.Ground)},
		{"tag_key", r.TagKey, finding.Say("Key of the tag"), tagKeySaid(r)},
		{"digest", r.Digest, finding.Say("Digest of the services"), r.Digest},
		{"services", counted, finding.Say("Services"), services},
	}
}

// tagKeySaid names another key that signed the tag.
func tagKeySaid(r *bundle.Report) any {
	if r.TagKey == r.Key {
		return finding.Say("the same")
	}
	return finding.Say("%s, of %s, as the signer wrote", r.TagKey, r.TagActor)
}

func groundSaid(g bundle.Ground) finding.Sentence {
	switch g {
	case bundle.Named:
		return finding.Say("you: --signer names this key")
	case bundle.Genesis:
		return finding.Say("the ledger's id: the same key signed its first entry")
	}
	return finding.Say("nothing does")
}

// bundleVerdict says what was found, and what a proof without a history cannot show.
func (a *app) bundleVerdict(r *bundle.Report, t bundle.Trust) {
	switch {
	case r.Good():
		if r.Listed < 0 {
			a.note(a.say.T("good: version %s was signed with this key; the proof holds neither manifest nor services, so it says nothing of what they say", r.Version))
		} else {
			a.note(a.say.T("good: version %s was signed with this key, and what is in the proof is byte for byte what was signed", r.Version))
		}
		a.note(a.say.T("this proves signature and bytes, not the procedure: whether the signer was entitled then and the key was not stolen or revoked, and what was decided before, only the whole ledger shows (\"sc verify\" in a clone); nor that no later version exists"))
	case r.CannotJudge():
		a.note(a.say.T("cannot judge: the proof fits together, but nothing says whose key signed it"))
		a.hint(a.bundleAdvice(t))
	default:
		a.note(a.say.T("not good: %s violations", len(r.Breaches)))
		a.pointToPage(r.Breaches[0].Code)
	}
}

// bundleAdvice is what to ask the ledger's owner for.
func (a *app) bundleAdvice(t bundle.Trust) string {
	if t.Ledger == "" && len(t.Signers) == 0 {
		return a.say.T("ask the company for the ledger's id, on paper or by telephone, never from the same page: --pin sha256:…")
	}
	return a.say.T("ask the company for the fingerprint of the signer's key, on paper or by telephone: --signer SHA256:…")
}
