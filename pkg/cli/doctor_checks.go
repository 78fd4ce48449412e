package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// checkGit looks for a git that is new enough.
func (a *app) checkGit(ctx context.Context) []checkup {
	version, err := a.git().Version(ctx, a.dir())
	if err != nil {
		return []checkup{ill("git", failing, err)}
	}
	if err := ledger.OldGit(version); err != nil {
		return []checkup{ill("git", failing, err)}
	}
	return []checkup{{check: "git", state: healthy, found: finding.Say("version %s", version)}}
}

// checkLanguage says which language is spoken, and whether the terminal can show it.
func (a *app) checkLanguage() checkup {
	c := checkup{check: "language", state: healthy, found: finding.Say("English; SC_LANG=zh speaks Chinese")}
	if a.say.Language() == lang.Chinese {
		c.found = finding.Say("Chinese; SC_LANG=en speaks English")
	}
	locale := a.Getenv("LC_ALL")
	for _, key := range []string{"LC_CTYPE", "LANG"} {
		if locale == "" {
			locale = a.Getenv(key)
		}
	}
	if folded := strings.ToLower(strings.ReplaceAll(locale, "-", "")); locale != "" && locale != "C" && locale != "POSIX" && !strings.Contains(folded, "utf8") {
		c.state = ailing
		c.found = finding.Say("the locale %s is not UTF-8, and Chinese may be shown wrongly", locale)
		c.hint = finding.Say("set another one, such as: export LC_ALL=C.UTF-8")
	}
	return c
}

// checkTerminal says what is shown where.
func (a *app) checkTerminal() checkup {
	c := checkup{check: "terminal", state: healthy}
	switch {
	case !a.Term.Out:
		c.found = finding.Say("the output is no terminal: rows for programs, no colour, no questions")
	case !a.Term.Draws:
		c.found = finding.Say("%s columns; questions are asked line by line", a.Term.Width)
	default:
		c.found = finding.Say("%s columns; questions are asked in forms", a.Term.Width)
	}
	return c
}

func checkRepository(repo *ledger.Repository) checkup {
	format, set := repo.Config("extensions.objectformat")
	if !set {
		format = "sha1"
	}
	place := repo.Top()
	if repo.Bare() {
		place = repo.Common()
	}
	return checkup{check: "repository", state: healthy, found: finding.Say("%s, objects by %s", place, format)}
}

// checkSettings looks for settings of git that change files behind one's back.
func (d *desk) checkSettings(ctx context.Context) []checkup {
	c := checkup{check: "autocrlf", state: healthy, found: finding.Say("git leaves line ends as they are")}
	value, _ := d.repo.Config("core.autocrlf")
	if on, _ := ledger.ParseBool(value); on && !d.repo.Bare() {
		c.state = ailing
		c.found = finding.Say("core.autocrlf is on: git may write other line ends than were signed")
		c.hint = finding.Say("git config core.autocrlf false, or \"* -text\" for the catalogue in .gitattributes")
		if out, err := d.repo.Run(ctx, "check-attr", "text", "--", d.under(records.ProcedureFile)); err == nil && bytes.HasSuffix(trimLine(out), []byte("text: unset")) {
			c.state, c.hint = healthy, finding.Sentence{}
			c.found = finding.Say("core.autocrlf is on, and .gitattributes keeps it from the catalogue")
		}
	}
	return []checkup{c}
}

// trialNamespace is what a signature that only tries the key is made for: nothing.
const trialNamespace = "sc-doctor"

// tryKey looks for a key to sign with that can sign.
func (a *app) tryKey(ctx context.Context, config func(key string) string) checkup {
	signer, err := a.signer(ctx, config)
	if errors.Is(err, signature.ErrNoKey) {
		return ill("key", ailing, err) // whoever only reads needs none
	}
	if err == nil {
		_, err = signer.Sign(ctx, trialNamespace, []byte("doctor"))
	}
	if err != nil {
		return ill("key", failing, err)
	}
	return checkup{check: "key", state: healthy, found: finding.Say("%s signs", signer.Key().Fingerprint())}
}

// checkPerson looks at what can be known of somebody where no procedure names people.
func (a *app) checkPerson(ctx context.Context, at plot) []checkup {
	config := a.config(ctx, at)
	return []checkup{a.tryKey(ctx, config), identity(config)}
}

// checkIdentity looks whom git takes for the author of a commit of drafts.
func (d *desk) checkIdentity(context.Context) []checkup {
	return []checkup{identity(settings(d.repo))}
}

func identity(config func(key string) string) checkup {
	if name, email := config("user.name"), config("user.email"); name != "" && email != "" {
		return checkup{check: "identity", state: healthy, found: finding.Say("git commits as %s <%s>", name, email)}
	}
	return checkup{
		"identity", ailing, finding.Say("git does not know who you are, and would not take a commit of drafts"),
		finding.Say("git config --global user.name NAME, and user.email"),
	}
}

// checkKey looks for a key to sign with that can sign, and whom it makes somebody.
func (d *desk) checkKey(ctx context.Context) []checkup {
	checks := []checkup{d.app.tryKey(ctx, settings(d.repo))}
	if checks[0].state != healthy {
		return checks
	}
	h, err := d.hand(ctx)
	if no, ok := errors.AsType[*procedure.Refusal](err); ok && no.Code == "E_KEY_UNKNOWN" {
		return append(checks, ill("person", ailing, err))
	}
	if err != nil {
		return append(checks, ill("person", failing, err))
	}
	roles := d.rules.People[h.Person].Roles
	if len(roles) == 0 {
		return append(checks, checkup{check: "person", state: ailing, found: finding.Say("%s, without a role", d.name(h.Person)), hint: finding.Say("\"sc list people\" shows who holds which role")})
	}
	return append(checks, checkup{check: "person", state: healthy, found: finding.Say("%s (%s)", d.name(h.Person), d.app.several(each(roles, d.label)))})
}

// checkTrust looks at the pinned ledger.
func (d *desk) checkTrust(context.Context) []checkup {
	store, err := d.app.trustStore(d.repo)
	if err != nil {
		return []checkup{ill("pin", failing, err)}
	}
	kept, err := store.load()
	pinning := finding.Say("ask the owner of the ledger for its id, then: sc trust pin ID")
	switch {
	case err != nil:
		return []checkup{ill("pin", failing, err)}
	case kept.Pin == nil:
		return []checkup{{"pin", ailing, finding.Say("no ledger is pinned here yet: the first one that is verified will be trusted"), pinning}}
	case kept.Pin.How == howFirstUse:
		return []checkup{{"pin", ailing, finding.Say("the ledger %s is trusted because it was seen first", d.app.digest(catalogue.Digest(kept.Pin.ID))), pinning}}
	}
	return []checkup{{check: "pin", state: healthy, found: finding.Say("the ledger %s", d.app.digest(catalogue.Digest(kept.Pin.ID)))}}
}

// checkNewest looks whether the newest entries are by the procedure.
func (d *desk) checkNewest(ctx context.Context) []checkup {
	broken, err := d.newest(ctx)
	switch {
	case err != nil:
		return []checkup{ill("ledger", failing, err)}
	case broken != nil:
		return []checkup{{"ledger", failing, finding.Say("the ledger is broken since commit %s: %s", short(broken.Commit.String()), broken.Message), finding.Say("\"sc verify\" judges the whole history; \"sc repair\" puts it right")}}
	}
	return []checkup{{check: "ledger", state: healthy, found: finding.Say("the newest entries are by the procedure; \"sc verify\" judges all")}}
}

// checkStanding are the notices of status about the repository.
func (d *desk) checkStanding(ctx context.Context) []checkup {
	_, notices, err := d.standing(ctx)
	if err != nil {
		return []checkup{ill("clone", failing, err)}
	}
	s := &status{notices: notices}
	var checks []checkup
	for _, row := range s.attention(d).Rows {
		if found, ok := row[0].(finding.Sentence); ok {
			checks = append(checks, checkup{check: "clone", state: ailing, found: found})
		}
	}
	if checks == nil {
		return []checkup{{check: "clone", state: healthy, found: finding.Say("nothing is unfinished in it")}}
	}
	return checks
}

// checkHook looks for the hook that keeps hand-made changes out of the ledger.
func (d *desk) checkHook(ctx context.Context) []checkup {
	if d.repo.Bare() {
		return nil
	}
	name, err := hookFile(ctx, d.repo)
	if err != nil {
		return []checkup{ill("hook", failing, err)}
	}
	text, err := os.ReadFile(name)
	switch {
	case err != nil:
		return []checkup{{"hook", ailing, finding.Say("no hook keeps commits by hand from changing the ledger"), finding.Say("install it: sc hook install")}}
	case !bytes.Contains(text, []byte("sc hook pre-commit")):
		return []checkup{{"hook", ailing, finding.Say("there is another hook already: %s", name), finding.Say("add this line to it: sc hook pre-commit || exit 1")}}
	}
	return []checkup{{check: "hook", state: healthy, found: finding.Say("commits that change the ledger by hand are refused")}}
}

// checkClock looks for a clock that is behind the ledger.
func (d *desk) checkClock(ctx context.Context) []checkup {
	now := d.now()
	c := checkup{check: "system_clock", state: healthy, found: finding.Say("%s, in the time zone %s", now.Format("2006-01-02 15:04"), d.rules.Calendar.TimeZone)}
	last, err := d.newestThat(ctx, func(entry) bool { return true })
	if err != nil || last == nil {
		return []checkup{c}
	}
	if at := instant(d.at(*last)); at.After(now.Add(5 * time.Minute)) {
		c.state = ailing
		c.found = finding.Say("the clock says %s, but the last entry is of %s", now.Format("2006-01-02 15:04"), at.In(now.Location()).Format("2006-01-02 15:04"))
		c.hint = finding.Say("set the clock right before you sign anything")
	}
	return []checkup{c}
}

// checkCache looks whether what lists rest on can be kept.
func (d *desk) checkCache(context.Context) []checkup {
	dir := filepath.Dir(filepath.Join(d.repo.Common(), filepath.FromSlash(indexFile)))
	c := checkup{check: "cache", state: healthy, found: finding.Say("kept in %s", dir)}
	if err := writable(dir); err != nil {
		c.state = ailing
		c.found = finding.Say("nothing can be kept in %s, which makes lists of large catalogues slow", dir)
		c.hint = finding.Say("check that you may write there")
	}
	return []checkup{c}
}

// writable tries to write a file in a folder, or in the one above it where there is none.
func writable(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Dir(dir)
	}
	f, err := os.CreateTemp(dir, ".sc-doctor-*")
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

// checkRemotes asks the other repositories, where that is wanted.
func (d *desk) checkRemotes(ctx context.Context, o *doctorOptions) []checkup {
	out, err := d.repo.Run(ctx, "remote")
	if err != nil {
		return []checkup{ill("remotes", failing, err)}
	}
	names := strings.Fields(string(out))
	if len(names) == 0 {
		return []checkup{{"remotes", ailing, finding.Say("no other repository is known: the catalogue is on this machine only"), finding.Say("add one: git remote add origin URL")}}
	}
	if !o.network {
		return []checkup{{check: "remotes", state: healthy, found: finding.Say("%s; --network asks whether they can be reached", d.app.several(names))}}
	}
	var checks []checkup
	for _, name := range names {
		c := checkup{check: "remotes", state: healthy, found: finding.Say("%s can be reached", name)}
		if err := d.repo.Reach(ctx, name); err != nil {
			c = ill("remotes", failing, err)
		}
		checks = append(checks, c)
	}
	return checks
}
