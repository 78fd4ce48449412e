package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// assents are confirmations by people, in entries that count from 11.
func assents(people ...procedure.PersonID) []procedure.Assent {
	var all []procedure.Assent
	for i, id := range people {
		all = append(all, procedure.Assent{By: id, Entry: 11 + i})
	}
	return all
}

func minutes(given ...procedure.PersonID) procedure.Minutes {
	return procedure.Minutes{Meeting: meeting(), Digest: digest("minutes"), Given: assents(given...)}
}

func TestConfirmingMinutes(t *testing.T) {
	t.Parallel()
	type these = procedure.ConfirmationCase
	for _, c := range []struct {
		name  string
		by    procedure.PersonID
		spoil func(*these)
		want  string
		says  string
	}{
		{"a voter", zhang, func(*these) {}, "", ""},
		{"a guest without a vote", wang, func(*these) {}, "", ""},
		{"after somebody else", wang, func(c *these) { c.Minutes = minutes(zhang) }, "", ""},
		{"who recorded them", li, func(*these) {}, "E_SOD", "李娜 signed the minutes"},
		{"who was not invited", zhao, func(*these) {}, "E_ROLE", "zhao.min was not there"},
		{"who was absent", wang, func(c *these) { c.Minutes.Meeting.Attendees[2].Present = false }, "E_ROLE", "王芳 was not there"},
		{"twice", zhang, func(c *these) { c.Minutes = minutes(wang, zhang) }, "E_STATE", "张伟 has confirmed these minutes already"},
		{"other minutes", zhang, func(c *these) { c.Confirmation.Digest = digest("others") }, "E_DIGEST", "the minutes are sha256:"},
		{"no such meeting", zhang, func(c *these) { c.Minutes = procedure.Minutes{} }, "E_ID", "there is no meeting MTG-2026-0001"},
	} {
		one := these{
			Confirmation: &procedure.Confirmation{Meeting: mtg, Digest: digest("minutes"), By: c.by},
			Now:          staffed(t), Minutes: minutes(),
		}
		c.spoil(&one)
		r := one.Judge()
		if code(r) != c.want {
			t.Errorf("%s: got %v, want %q", c.name, r, c.want)
			continue
		}
		if r != nil && (r.Subject != "confirm MTG-2026-0001" || !strings.Contains(r.Error(), c.says)) {
			t.Errorf("%s: got %v, want %q", c.name, r, c.says)
		}
	}
}

func TestApprovingAnAmendment(t *testing.T) {
	t.Parallel()
	type these = procedure.ConfirmationCase
	for _, c := range []struct {
		name  string
		by    procedure.PersonID
		spoil func(*these)
		want  string
		says  string
	}{
		{"the proposal", zhang, func(*these) {}, "", ""},
		{"an approval", zhao, func(c *these) {
			c.Given, c.Proposed, c.Confirmation.Procedure = assents(zhang), true, ""
		}, "", ""},
		{"an approval of what a void proposal brought", zhang, func(c *these) { c.Proposed, c.Confirmation.Procedure = true, "" }, "", ""},
		{"by who may not amend", li, func(c *these) { c.Confirmation.Role = "market_manager" }, "E_ROLE", "needs the ops lead"},
		{"in a role not held", li, func(*these) {}, "E_ROLE", "does not hold the role ops lead"},
		{"of an older version", zhang, func(c *these) { c.Now.Version = 2 }, "E_PROCEDURE_VERSION", "of version 1 of the procedure, version 2 is in force"},
		{"of a later version", zhang, func(c *these) { c.Confirmation.Amends = 2 }, "E_PROCEDURE_VERSION", "of version 2"},
		{"twice", zhang, func(c *these) { c.Given, c.Proposed, c.Confirmation.Procedure = assents(zhao, zhang), true, "" }, "E_STATE", "张伟 has approved this amendment already"},
		{"proposed twice", zhao, func(c *these) { c.Given, c.Proposed = assents(zhang), true }, "E_STATE", "proposed before"},
		{"of a text that nobody has", zhang, func(c *these) { c.Confirmation.Procedure = "" }, "E_DIGEST", "brings no such text"},
		{"of another text than it brings", zhang, func(c *these) { c.Confirmation.Procedure += "\n" }, "E_DIGEST", "brings no such text"},
	} {
		p := staffed(t)
		p.People[zhao] = person("赵敏", "ops_lead")
		one := these{Now: p, Confirmation: &procedure.Confirmation{Amends: 1, Digest: digest("text"), By: c.by, Role: "ops_lead", Procedure: "text"}}
		c.spoil(&one)
		r := one.Judge()
		if code(r) != c.want || r != nil && !strings.Contains(r.Error(), c.says) {
			t.Errorf("%s: got %v, want %q %q", c.name, r, c.want, c.says)
		}
	}
}

func TestVersionsNeedConfirmedMinutes(t *testing.T) {
	t.Parallel()
	type rules = procedure.ReviewRules
	for _, c := range []struct {
		name  string
		rules rules
		given []procedure.PersonID
		says  string // "" is a version without fault
		hint  string
	}{
		{"no rule", rules{}, nil, "", ""},
		{"one asked for, none given", rules{Confirmations: 1}, nil, "have 0 confirmations, the procedure asks for 1", "张伟, 王芳 can confirm them: sc confirm MTG-2026-0001"},
		{"one asked for and given", rules{Confirmations: 1}, []procedure.PersonID{wang}, "", ""},
		{"two asked for, one given", rules{Confirmations: 2}, []procedure.PersonID{wang}, "still need the confirmation of 张伟", "张伟 can confirm them"},
		{"two asked for, the same person twice", rules{Confirmations: 2}, []procedure.PersonID{wang, wang}, "still need the confirmation of 张伟", "张伟 can confirm them"},
		{"two asked for and given", rules{Confirmations: 2}, []procedure.PersonID{wang, zhang}, "", ""},
		{"more asked for than were there", rules{Confirmations: 3}, []procedure.PersonID{wang}, "have 1 confirmations, the procedure asks for 3", "hold another review"},
		{"signed votes", rules{Votes: procedure.VotesSigned}, nil, "still need the confirmation of 张伟", "张伟 can confirm them"},
		{"signed votes, and a guest confirmed", rules{Votes: procedure.VotesSigned}, []procedure.PersonID{wang}, "still need the confirmation of 张伟", "张伟 can confirm them"},
		{"signed votes, signed", rules{Votes: procedure.VotesSigned}, []procedure.PersonID{zhang}, "", ""},
		{"signed votes and one more", rules{Votes: procedure.VotesSigned, Confirmations: 2}, []procedure.PersonID{zhang}, "still need the confirmation of 王芳", "王芳 can confirm them"},
		{"votes as the recorder attests them", rules{Votes: "attested"}, nil, "", ""},
	} {
		r := second(t)
		r.p.Rules.Review = c.rules
		r.Minutes = func(id procedure.MeetingID) procedure.Minutes {
			if id != mtg {
				return procedure.Minutes{}
			}
			return minutes(c.given...)
		}
		rs := r.judge()
		if c.says == "" {
			if len(rs) > 0 {
				t.Errorf("%s: got %v", c.name, rs)
			}
			continue
		}
		if codes(rs) != "E_THRESHOLD" || !strings.Contains(rs[0].Error(), c.says) || !strings.Contains(rs[0].Hint.String(), c.hint) {
			t.Errorf("%s: got %v, hint %v; want %q, %q", c.name, rs, rs, c.says, c.hint)
		}
	}
}

// What a version rests on is what disputes look at.
func TestSupportOfAVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules procedure.ReviewRules
		want  string
	}{
		{procedure.ReviewRules{}, "[]"},
		{procedure.ReviewRules{Confirmations: 1}, "[{1 [11 12]}]"},
		{procedure.ReviewRules{Votes: procedure.VotesSigned}, "[{0 [11 12]} {1 [12]}]"},
	} {
		if got := fmt.Sprint(c.rules.Support(minutes(wang, zhang))); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.rules, got, c.want)
		}
	}
	if got := (procedure.ReviewRules{Confirmations: 1}).Support(procedure.Minutes{}); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestVotersWhoHaveNotSigned(t *testing.T) {
	t.Parallel()
	if got := minutes(wang).Unsigned(); !slices.Equal(got, []procedure.PersonID{zhang}) {
		t.Errorf("got %v", got)
	}
	if got := minutes(zhang).Unsigned(); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}
