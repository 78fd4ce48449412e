package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/notify"
)

// heard is what a receiver was sent.
type heard struct {
	query url.Values
	body  map[string]any
}

// receiver answers on the loopback as a group's robot does.
func receiver(t *testing.T, status int, answer string) (string, *[]heard) {
	t.Helper()
	var all []heard
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		h := heard{query: r.URL.Query()}
		if err := json.Unmarshal(data, &h.body); err != nil || !utf8.Valid(data) || r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s %s: %v", r.Method, data, err)
		}
		all = append(all, h)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/send?key=hush", &all
}

func mac(key, text string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// text is what a body says, in the form of each service.
func text(body map[string]any) string {
	if content, ok := body["content"].(map[string]any); ok && body["msg_type"] == "text" {
		said, _ := content["text"].(string)
		return said
	}
	content, _ := body["text"].(map[string]any)
	said, _ := content["content"].(string)
	if body["msgtype"] != "text" {
		return ""
	}
	return said
}

func TestRobotsAreTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, prefix, answer string }{
		{"wecom", "SC_WECOM_", `{"errcode":0,"errmsg":"ok"}`},
		{"dingtalk", "SC_DINGTALK_", `{"errcode":0,"errmsg":"ok"}`},
		{"feishu", "SC_FEISHU_", `{"code":0,"msg":"success","data":{}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at, all := receiver(t, http.StatusOK, tt.answer)
			sender := channel(t, tt.name).Open(world(map[string]string{tt.prefix + "URL": at, tt.prefix + "SECRET": "SEC1"}))
			if err := sender.Ready(); err != nil {
				t.Fatal(err)
			}
			m := paper().Bulletin(lang.New(lang.Chinese))[0]
			if err := sender.Send(context.Background(), m); err != nil {
				t.Fatal(err)
			}
			if len(*all) != 1 {
				t.Fatalf("%d messages", len(*all))
			}
			got := (*all)[0]
			if want := m.Subject + "\n" + strings.TrimSpace(m.Text()); text(got.body) != want {
				t.Errorf("text %q, want %q", text(got.body), want)
			}
			if got.query.Get("key") != "hush" {
				t.Errorf("query %v", got.query)
			}
			signed(t, tt.name, got)
			preview, err := sender.Preview(m)
			if err != nil || strings.Contains(preview, "SEC1") || strings.Contains(preview, "hush") || strings.Contains(preview, "sign") {
				t.Errorf("%v, preview %s", err, preview)
			}
		})
	}
}

// signed holds a message against what the services document; the clock stands at
// 2026-03-02T09:00:00+08:00.
func signed(t *testing.T, name string, got heard) {
	t.Helper()
	switch name {
	case "wecom":
		if len(got.body) != 2 || len(got.query) != 1 {
			t.Errorf("%v, %v", got.body, got.query)
		}
	case "dingtalk":
		if at := got.query.Get("timestamp"); at != "1772413200000" || got.query.Get("sign") != mac("SEC1", at+"\nSEC1") {
			t.Errorf("query %v", got.query)
		}
	case "feishu":
		if at := got.body["timestamp"]; at != "1772413200" || got.body["sign"] != mac("1772413200\nSEC1", "") {
			t.Errorf("body %v", got.body)
		}
	}
}

func TestRobotsRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, answer, want string
		status             int
	}{
		{"a code", `{"errcode":310000,"errmsg":"sign not match\u001b[31m"}`, "310000 sign not match", http.StatusOK},
		{"no code", `{}`, "it answered", http.StatusOK},
		{"a code that is no number", `{"errcode":"0"}`, "it answered", http.StatusOK},
		{"no JSON", `<html>`, "its answer is no JSON", http.StatusOK},
		{"a status", `{"errcode":0}`, "it answered 500", http.StatusInternalServerError},
		{"another address", `{"errcode":0}`, "it answered 302", http.StatusFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at, all := receiver(t, tt.status, tt.answer)
			sender := channel(t, "dingtalk").Open(world(map[string]string{"SC_DINGTALK_URL": at}))
			err := sender.Send(context.Background(), paper().Bulletin(lang.New(lang.English))[0])
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.ContainsAny(err.Error(), "\x1b") || strings.Contains(err.Error(), "hush") {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if len(*all) != 1 {
				t.Errorf("%d requests", len(*all))
			}
		})
	}
}

// The address is a secret: it stands in no error, and goes over no open line but to this
// machine.
func TestAddressStaysSecret(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"", "http://chat.example/send?key=hush", "ftp://127.0.0.1/hush", "https://", "::hush", "http://127.0.0.1:1/send?key=hush", "http://127.0.0.1:1/\x7fhush",
	} {
		sender := channel(t, "feishu").Open(world(map[string]string{"SC_FEISHU_URL": address}))
		err := sender.Send(context.Background(), paper().Bulletin(lang.New(lang.English))[0])
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// A long message goes out in parts that the service takes, and none of it is lost; a
// name calls nobody.
func TestLongMessages(t *testing.T) {
	t.Parallel()
	at, all := receiver(t, http.StatusOK, `{"errcode":0}`)
	n := paper()
	for range 60 {
		n.Events = append(n.Events, notify.Event{Kind: notify.Happened, On: "2026-03-02", What: finding.Say("the last one is %s", catalogue.Text{Plain: "<@all> 节假日数据库驻场保障"})})
	}
	n.Events = append(n.Events, notify.Event{Kind: notify.Happened, On: "2026-03-02", What: finding.Say("the last one is %s", strings.Repeat("长", 900))})
	m := n.Bulletin(lang.New(lang.Chinese))[0]
	if err := channel(t, "wecom").Open(world(map[string]string{"SC_WECOM_URL": at})).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	var whole strings.Builder
	for _, h := range *all {
		said := text(h.body)
		head, rest, _ := strings.Cut(said, "\n")
		if len(said) > 2048 || head != m.Subject || strings.ContainsAny(said, "<>") {
			t.Errorf("%d bytes under %s", len(said), head)
		}
		whole.WriteString(rest)
	}
	squeezed := func(s string) string { return strings.NewReplacer("\n", "", "<", "＜", ">", "＞").Replace(s) }
	if len(*all) < 3 || squeezed(whole.String()) != squeezed(strings.TrimSpace(m.Text())) {
		t.Errorf("%d parts:\n%s", len(*all), whole.String())
	}
}
