package cli

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// trusted is what one verification holds against a history, and where it came from.
type trusted struct {
	audit.Trust
	how   string      // empty: nothing is pinned, the ledger is trusted as found
	store *trustStore // nil where nothing can be kept
	kept  keptTrust
	full  bool
	waits bool // entries wait here to be shared: they may get other numbers yet
	whole bool // the sound state is asked for: all is judged, whatever was good before
}

// trusted puts together what the flags, the environment and the reader's file say:
// the first that names a ledger holds.
func (a *app) trusted(repo *ledger.Repository, o *verifyOptions) (*trusted, error) {
	age, err := o.age()
	if err != nil {
		return nil, err
	}
	t := &trusted{Trust: audit.Trust{MaxAge: age, Now: a.Now()}, full: o.full, waits: repo.KeepsWaiting()}
	if err := a.recall(repo, t); err != nil {
		return nil, err
	}
	for _, from := range []struct{ text, how string }{{o.pin, howFlag}, {a.Getenv("SC_PIN"), howEnvironment}} {
		if from.text == "" {
			continue
		}
		if t.Pin, err = pinOf(from.text); err != nil {
			return nil, err
		}
		t.how = from.how
		break
	}
	if t.how == "" && t.kept.Pin != nil {
		t.Pin, t.how = t.kept.pin(), t.kept.Pin.How
	}
	t.Rootless = o.requirePin && (t.how == "" || t.how == howFirstUse)
	if !t.full && t.Pin.Ledger == t.kept.pin().Ledger {
		t.Checkpoint = t.kept.checkpoint()
	}
	return t, nil
}

// recall reads the reader's file. Where there is no place for one, that is said
// once and the history is judged without.
func (a *app) recall(repo *ledger.Repository, t *trusted) error {
	store, err := a.trustStore(repo)
	if err == nil {
		t.kept, err = store.load()
	}
	if errors.Is(err, errNoStore) {
		a.forgetful(err)
		return nil
	}
	t.store = store
	if t.kept.damaged() {
		a.warn("%s was changed since sc wrote it: nothing that was judged before counts, and the whole history is judged", store.file)
	}
	return err
}

func (a *app) forgetful(err error) {
	a.warn("what was found good is not remembered: %s", a.say.Say(finding.Problem(err)))
}

// pinOf reads a pin as people hand it on.
func pinOf(text string) (audit.Pin, error) {
	if p, ok := audit.ParsePin(text); ok {
		return p, nil
	}
	return audit.Pin{}, fault(finding.Say("%s is not the id of a ledger", finding.Clip(text)),
		finding.Say("an id is sha256: and 64 digits; a later entry may follow: @12:sha256:…"))
}

// age is the --max-age: a number of weeks, days, or what Go calls a duration.
func (o *verifyOptions) age() (time.Duration, error) {
	if o.maxAge == "" {
		return 0, nil
	}
	if age, ok := parseAge(o.maxAge); ok {
		return age, nil
	}
	return 0, fault(finding.Say("%s is not an age", finding.Clip(o.maxAge)), finding.Say("ages are written as 30d, 2w or 12h"))
}

func parseAge(text string) (time.Duration, bool) {
	for unit, days := range map[string]int{"d": 1, "w": 7} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.Atoi(number)
			return time.Duration(n*days) * 24 * time.Hour, err == nil && n > 0 && n <= 10000
		}
	}
	age, err := time.ParseDuration(text)
	return age, err == nil && age > 0
}

// doubts says what to do where a history does not fit what was known of it.
func (a *app) doubts(r *audit.Report, t *trusted) {
	stored := t.how == howPinned || t.how == howFirstUse
	other := stored && r.Ledger != "" && r.Ledger != t.Pin.Ledger
	if other || t.Checkpoint != nil && !r.Continues(*t.Checkpoint) {
		a.hint(a.say.T("it was held against what was trusted and seen here before (\"sc trust show\"); only if the ledger's owner confirms the change: \"sc trust forget\""))
	}
}

// remember keeps what was found good, and says loudly where nobody vouched for
// the ledger.
func (a *app) remember(r *audit.Report, t *trusted) {
	kept := a.keepFound(r, t)
	switch {
	case t.how != "":
	case kept:
		a.warn("ledger %s was trusted as found, and is pinned from now on; compare it with what its owner told you, then: sc trust pin ID", string(r.Ledger))
	default:
		a.warn("ledger %s was trusted as found; compare it with what its owner told you, or give it with --pin", string(r.Ledger))
	}
}

// keepFound keeps the ledger, if none was pinned before, and how far its history
// came: the checkpoint never goes back. It reports whether it could.
func (a *app) keepFound(r *audit.Report, t *trusted) bool {
	if t.store == nil || t.Elsewhere {
		return false
	}
	kept, err := t.store.load() // another verification may have come further meanwhile
	if err != nil {
		a.forgetful(err)
		return false
	}
	if kept.Pin != nil && kept.pin().Ledger != r.Ledger {
		a.warn("another ledger stays pinned here: %s", string(kept.pin().Ledger))
		return false
	}
	if before := kept.checkpoint(); before != nil && !r.Continues(*before) {
		a.warn("the checkpoint at entry %s was not looked at; this history does not go on from it", kept.last())
		return false
	}
	old := kept
	kept.Pin = a.pinFor(r, t, kept.Pin)
	if !t.waits {
		kept.Checkpoint = keep(r.Checkpoint(), a.Now().UTC())
	}
	if kept.same(old) {
		return true
	}
	if err := t.store.save(kept); err != nil {
		a.forgetful(err)
		return false
	}
	return true
}

// pinFor is the pin to keep: one that was given for this run is a decision, and
// takes the place of none and of what was only found.
func (a *app) pinFor(r *audit.Report, t *trusted, old *keptPin) *keptPin {
	given := t.how == howFlag || t.how == howEnvironment
	switch {
	case given && (old == nil || old.How == howFirstUse):
		return &keptPin{t.Pin.String(), howPinned, a.Now().UTC()}
	case old == nil:
		return &keptPin{string(r.Ledger), howFirstUse, a.Now().UTC()}
	}
	return old
}

// beyond says what the pin alone does not stop, unless something else does.
func (a *app) beyond(r *audit.Report, t *trusted) {
	if t.how == howFirstUse {
		a.note(a.say.T("the ledger was pinned when it was first used, by nobody's decision; compare it with what its owner told you, then: sc trust pin ID"))
	}
	switch {
	case r.From != nil:
		a.note(a.say.T("it goes on from entry %s, which was judged and good here before; %s judged now, and all again with \"sc verify --full\"", r.From.Number, r.Last.Number-r.From.Number))
		return
	case t.Checkpoint != nil:
		a.note(a.say.T("it goes on from entry %s, which was good here before", t.Checkpoint.Last().Number))
		return
	}
	if t.Pin.Entry == "" && t.MaxAge == 0 {
		a.note(a.say.T("a pin alone does not stop an old tip, nor a fork by a key that was removed later; a checkpoint, a pinned later entry (ID@N:sha256:…) and --max-age do"))
	}
}

// value is what programs hear of the trust that a history was held against.
func (t *trusted) value() map[string]any {
	v := map[string]any{"pin": nil, "how": nil, "checkpoint": nil}
	if t.how != "" {
		v["pin"], v["how"] = t.Pin.String(), t.how
	}
	if t.Checkpoint != nil {
		v["checkpoint"] = t.Checkpoint.Last().Number
	}
	return v
}
