package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// robot is how one chat service takes messages from a group's robot.
type robot struct {
	name   string
	url    string // the variable that holds the address, which is a secret itself
	secret string // the variable that holds the secret to sign with; empty: none
	limit  int    // bytes of a text
	code   string // the field of an answer that is 0 where the message was taken
	escape func(string) string
	wrap   func(text string) map[string]any
	sign   func(s signing) // nil: it signs nothing
}

// signing is a request about to be signed.
type signing struct {
	at      time.Time
	secret  string
	query   url.Values     // of the address
	payload map[string]any // the request's body
}

// webhook sends messages to a group's robot.
type webhook struct {
	World
	robot
}

// Ready says whether there is an address that can be used.
func (h webhook) Ready() error {
	_, err := h.address()
	return err
}

func (h webhook) address() (*url.URL, error) {
	given := h.Getenv(h.robot.url)
	if given == "" {
		return nil, missing(h.robot.url)
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, wrong(h.robot.url, finding.Say("an address that begins with https://"))
	}
	return u, nil
}

// Preview are the bodies as they would be sent, one a line, unsigned.
func (h webhook) Preview(m Message) (string, error) {
	var all strings.Builder
	for _, text := range h.texts(m) {
		body, err := encoded(h.wrap(text))
		if err != nil {
			return "", err
		}
		all.Write(body)
	}
	return all.String(), nil
}

// Send hands a message over, in as many parts as its length asks for.
func (h webhook) Send(ctx context.Context, m Message) error {
	for _, text := range h.texts(m) {
		if err := h.post(ctx, text); err != nil {
			return &finding.Fault{Message: finding.Say("%s did not take the message: %s", h.name, finding.Problem(err)), Hint: finding.Say("check %s, and the safety settings of the robot", h.robot.url), Cause: err}
		}
	}
	return nil
}

func (h webhook) post(ctx context.Context, text string) error {
	u, err := h.address()
	if err != nil {
		return err
	}
	payload, query := h.wrap(text), u.Query()
	if secret := h.Getenv(h.robot.secret); h.sign != nil && secret != "" {
		h.sign(signing{h.Now(), secret, query, payload})
	}
	u.RawQuery = query.Encode()
	body, err := encoded(payload)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return problem(finding.Say("the request cannot be made")) // the error would tell the address
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := h.client().Do(request)
	if at, ok := errors.AsType[*url.Error](err); ok {
		return at.Err // without the address
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return problem(finding.Say("it answered %s", answer.StatusCode))
	}
	return taken(said, h.code)
}

func (h webhook) client() Doer {
	if h.HTTP != nil {
		return h.HTTP
	}
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// longestAnswer is the most that is read of an answer, in bytes.
const longestAnswer = 64 << 10

// longestRemark is the most that is told of what a server says, in runes.
const longestRemark = 200

// taken reads an answer: the field code must be 0.
func taken(answer []byte, code string) error {
	var fields map[string]any
	if err := json.Unmarshal(answer, &fields); err != nil {
		return problem(finding.Say("its answer is no JSON"))
	}
	if n, ok := fields[code].(float64); ok && n == 0 {
		return nil
	}
	var said []string
	for _, field := range []string{code, "errmsg", "msg"} {
		if v, there := fields[field]; there {
			said = append(said, plain.Clean(fmt.Sprint(v)))
		}
	}
	remark := []rune(strings.Join(said, " "))
	return problem(finding.Say("it answered %s", string(remark[:min(len(remark), longestRemark)])))
}

func problem(s finding.Sentence) error { return &finding.Fault{Message: s} }

func encoded(payload map[string]any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(payload)
	return out.Bytes(), err
}

// texts are a message in parts that the robot takes, each under the subject.
func (h webhook) texts(m Message) []string {
	head := h.escape(m.Subject) + "\n"
	var parts []string
	for _, part := range parted(h.escape(strings.TrimSpace(m.Text())), h.limit-len(head)) {
		parts = append(parts, head+part)
	}
	return parts
}

// parted cuts a text into parts of at most so many bytes: between lines, else between
// characters.
func parted(text string, limit int) []string {
	limit = max(limit, utf8.UTFMax)
	var parts []string
	for len(text) > limit {
		at := strings.LastIndexByte(text[:limit+1], '\n')
		rest := at + 1
		if at <= 0 {
			at = limit
			for !utf8.RuneStart(text[at]) {
				at--
			}
			rest = at
		}
		parts, text = append(parts, text[:at]), text[rest:]
	}
	return append(parts, text)
}

// unmarked is a text in which nobody is called by "<@name>" and nothing is a tag.
func unmarked(text string) string { return strings.NewReplacer("<", "＜", ">", "＞").Replace(text) }

// asItIs is a text for a service that looks for nothing in it.
func asItIs(text string) string { return text }
