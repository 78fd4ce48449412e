package notify_test

import (
	"context"
	"io"
	"maps"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// paper is news of two events for two people.
func paper() notify.News {
	return notify.News{
		Rules: &procedure.Procedure{
			Organisation: catalogue.Text{ZH: "云脉", EN: "Yunmai"}, Languages: []string{"zh"},
			People: map[procedure.PersonID]procedure.Person{
				"li.na":     {Name: "李娜", Email: "li.na@yunmai.example", Roles: []procedure.RoleID{"market_manager"}},
				"zhang.wei": {Name: "张伟", Email: "zhang.wei@yunmai.example", Roles: []procedure.RoleID{"ops_lead"}},
				"wang.fang": {Name: "王芳", Email: "wang.fang@yunmai.example"}, // who has left
			},
		},
		Ledger: "sha256:0123456789abcdef", Entry: 17,
		Events: []notify.Event{
			{Kind: notify.Happened, Entry: 17, On: "2026-03-02", What: finding.Say("the last one is %s", catalogue.Text{ZH: "甲", EN: "A"}), Why: "太贵", People: []procedure.PersonID{"li.na", "wang.fang"}},
			{Kind: notify.Overdue, Entry: -1, On: "2026-02-27", What: finding.Say("the last one is %s", "B"), People: []procedure.PersonID{"li.na", "zhang.wei"}},
		},
	}
}

func world(env map[string]string) notify.World {
	return notify.World{
		Getenv: func(key string) string { return env[key] },
		Now:    func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600)) },
	}
}

func channel(t testing.TB, name string) notify.Channel {
	t.Helper()
	i := slices.IndexFunc(notify.Channels(), func(c notify.Channel) bool { return c.Name == name })
	return notify.Channels()[i]
}

func TestLetters(t *testing.T) {
	t.Parallel()
	letters := paper().Letters(lang.New(lang.Chinese))
	if len(letters) != 2 || letters[0].To != "li.na" || letters[1].To != "zhang.wei" {
		t.Fatalf("letters %+v", letters)
	}
	want := "尊敬的 李娜：\n\n我方服务目录有以下情况。\n\n已逾期：\n- 2026-02-27 最后一个条目是 B\n\n新情况：\n- 2026-03-02 最后一个条目是 甲\n  原因：太贵\n\n截至账本 sha256:0123456789ab 的条目 17。用“sc status”查看等您处理的事项。\n"
	if got := letters[0].Text(); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := letters[0].Subject, "云脉服务目录：2 条通知"; got != want {
		t.Errorf("subject %q, want %q", got, want)
	}
	if got, want := paper().Letters(lang.New(lang.English))[1].Subject, "Service catalogue of Yunmai: 1 notice"; !strings.HasPrefix(got, want) {
		t.Errorf("subject %q, want %q", got, want)
	}
	board := paper().Bulletin(lang.New(lang.English))
	if len(board) != 1 || !strings.Contains(board[0].Text(), "- 2026-03-02 the last one is A → 李娜") {
		t.Errorf("bulletin %+v", board)
	}
	if none := (notify.News{Rules: paper().Rules}).Bulletin(lang.New(lang.English)); none != nil {
		t.Errorf("a bulletin of nothing: %+v", none)
	}
}

func envOf(p *postOffice, kind security) map[string]string {
	return map[string]string{
		"SC_SMTP_HOST": "127.0.0.1", "SC_SMTP_PORT": p.port, "SC_SMTP_TLS": string(kind), "SC_SMTP_FROM": "服务目录 <sc@yunmai.example>",
		"SC_SMTP_USER": "sc", "SC_SMTP_PASSWORD": "密码",
	}
}

// Mail reaches a server over STARTTLS, over TLS from the start, and in the open on this
// machine; the password never goes in the open.
func TestMailIsSent(t *testing.T) {
	t.Parallel()
	for _, kind := range []security{open, starttls, implicit} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			office := openPostOffice(t, kind)
			env := envOf(office, kind)
			if kind == open {
				delete(env, "SC_SMTP_USER")
			}
			w := world(env)
			w.Roots = office.roots
			sender := channel(t, "mail").Open(w)
			if err := sender.Ready(); err != nil {
				t.Fatal(err)
			}
			m := paper().Letters(lang.New(lang.Chinese))[0]
			if err := sender.Send(context.Background(), m); err != nil {
				t.Fatal(err)
			}
			if len(office.got()) != 1 {
				t.Fatalf("%d mails", len(office.got()))
			}
			checkMail(t, office.got()[0], m)
			if want := "|sc|密码"; kind != open && (office.login != want || office.plain) {
				t.Errorf("login %q, in the open %t", office.login, office.plain)
			}
		})
	}
}

func checkMail(t *testing.T, text string, m notify.Message) {
	t.Helper()
	got, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	if names := slices.Sorted(maps.Keys(got.Header)); !slices.Equal(names, want) {
		t.Errorf("headers %v, want %v", names, want)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("subject %q, %v, want %q", subject, err, m.Subject)
	}
	to, err := got.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != m.Email || to[0].Name != m.Name {
		t.Errorf("to %v, %v", to, err)
	}
	if id := got.Header.Get("Message-ID"); id != "<"+m.Key()+"@yunmai.example>" {
		t.Errorf("id %s", id)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != m.Text() {
		t.Errorf("%v, body\n%s\nwant\n%s", err, body, m.Text())
	}
}

func TestMailIsNotSent(t *testing.T) {
	t.Parallel()
	letter := paper().Letters(lang.New(lang.English))[0]
	for _, tt := range []struct {
		name, want string
		kind       security // of the server
		set        map[string]string
	}{
		{"a server without STARTTLS", "STARTTLS", open, map[string]string{"SC_SMTP_TLS": ""}},
		{"a certificate that nobody vouches for", "certificate", starttls, map[string]string{"SC_SMTP_TLS": "starttls"}},
		{"in the open to another machine", "SC_SMTP_TLS has a value", open, map[string]string{"SC_SMTP_HOST": "mail.example"}},
		{"an unknown recipient", "did not get the message", open, map[string]string{"SC_SMTP_USER": ""}},
		{"no host", "SC_SMTP_HOST is not set", open, map[string]string{"SC_SMTP_HOST": ""}},
		{"no sender", "SC_SMTP_FROM is not set", open, map[string]string{"SC_SMTP_FROM": ""}},
		{"a sender that is none", "SC_SMTP_FROM has a value", open, map[string]string{"SC_SMTP_FROM": "a@b.example\r\nBcc: c@d.example"}},
		{"a port that is none", "SC_SMTP_PORT has a value", open, map[string]string{"SC_SMTP_PORT": "smtp"}},
		{"a kind of TLS that is none", "SC_SMTP_TLS has a value", open, map[string]string{"SC_SMTP_TLS": "ssl"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			office := openPostOffice(t, tt.kind)
			office.refuse = "li.na"
			env := envOf(office, tt.kind)
			maps.Copy(env, tt.set)
			err := channel(t, "mail").Open(world(env)).Send(context.Background(), letter)
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(office.got()) != 0 {
				t.Errorf("%v, %d mails; want %s", err, len(office.got()), tt.want)
			}
			if office.login != "" || err != nil && strings.Contains(err.Error(), "密码") {
				t.Errorf("login %q, error %v", office.login, err)
			}
		})
	}
}

// No name and no title makes a header, a second recipient or a line of its own.
func TestNoHeaderIsSmuggledIn(t *testing.T) {
	t.Parallel()
	evil := "x\r\nBcc: evil@example.com\r\n\r\n<b>\u202e\x1b[31m\x00"
	n := paper()
	n.Rules.Organisation = catalogue.Text{Plain: evil}
	n.Rules.People["li.na"] = procedure.Person{Name: evil, Email: "li.na@yunmai.example", Roles: []procedure.RoleID{"market_manager"}}
	n.Events[0].What, n.Events[0].Why = finding.Say("the last one is %s", evil), evil+"\r\n.\r\nMAIL FROM:<evil@example.com>"
	m := n.Letters(lang.New(lang.English))[0]
	office := openPostOffice(t, open)
	env := envOf(office, open)
	delete(env, "SC_SMTP_USER")
	if err := channel(t, "mail").Open(world(env)).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	if len(office.got()) != 1 {
		t.Fatalf("%d mails", len(office.got()))
	}
	checkMail(t, office.got()[0], m)
	for _, line := range m.Lines {
		if strings.ContainsAny(line, "\r\n\x00\x1b\u202e") {
			t.Errorf("line %q", line)
		}
	}
}

func TestPreviewNeedsNoSender(t *testing.T) {
	t.Parallel()
	letter := paper().Letters(lang.New(lang.English))[0]
	text, err := channel(t, "mail").Open(world(nil)).Preview(letter)
	if err != nil || !strings.Contains(text, "<sender@example.invalid>") || !strings.Contains(text, letter.Email) {
		t.Errorf("preview %q, %v", text, err)
	}
}
