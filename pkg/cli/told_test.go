package cli

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

func TestAGapIsTold(t *testing.T) {
	t.Parallel()
	for _, pointer := range []string{"/asks/0/delivery/1", "/delivery/1"} {
		g := catalogue.Gap{Field: pointer, Asked: "resident", Offered: "remote"}
		for l, want := range map[lang.Language]string{
			lang.English: "delivery: asked resident, the catalogue has remote",
			lang.Chinese: "交付方式：需求为驻场，目录提供远程",
		} {
			if got := (&app{say: lang.New(l)}).gap(g); got != want {
				t.Errorf("%s: got %q, want %q", l, got, want)
			}
		}
	}
}

// What the catalogue says nothing of is no "-" that it has.
func TestAGapWithoutAWordIsTold(t *testing.T) {
	t.Parallel()
	g := catalogue.Gap{Field: "/delivery", Asked: "resident", Offered: "-"}
	for l, want := range map[lang.Language]string{
		lang.English: "delivery: asked resident, of which the catalogue says nothing",
		lang.Chinese: "交付方式：需求为驻场，目录中未写明",
	} {
		if got := (&app{say: lang.New(l)}).gap(g); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A plain word that is nobody's name is quoted.
func TestNoneOfAName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"数据库": "没有名为“数据库”的内容", "svc-db": "没有 svc-db", "zhang.wei": "没有 zhang.wei", "77": "没有 77",
	} {
		if got := lang.New(lang.Chinese).Say(none(given)); got != want {
			t.Errorf("%s: got %q, want %q", given, got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	if got := plainText(catalogue.Text{Plain: "云"}); got != "云" {
		t.Errorf("got %v", got)
	}
	got, ok := plainText(catalogue.Text{ZH: "云"}).(map[string]string)
	if _, en := got["en"]; !ok || en || got["zh"] != "云" {
		t.Errorf("got %v", got)
	}
}
