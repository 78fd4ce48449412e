package ledger_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/signature"
)

// An entry is a signed commit that says what it is. Here one is built in memory,
// read back from its raw bytes, and its signature is checked. Whether its signer was
// entitled is for package audit to say.
func Example() {
	ctx := context.Background()
	private, err := signature.Generate(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	signer, err := signature.FromPrivate(private)
	if err != nil {
		log.Fatal(err)
	}
	draft := ledger.Draft{
		By:      ledger.Stamp{Name: "Zhang Wei", Email: "zhang.wei@example.com", When: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)},
		Subject: "genesis: Example Services",
		Root:    "catalogue",
		Changes: []ledger.Change{{Path: "catalogue/procedure.yaml", Data: []byte("schema: 1\n")}},
		Trailers: &ledger.Trailers{
			Root: "catalogue", Tags: "catalogue/v", Ref: "refs/heads/main",
			Action: "genesis", Actor: "zhang.wei", Role: "ops_lead",
		},
	}
	store := &ledger.Memory{}
	_, raw, err := draft.Build(ctx, store, func(ctx context.Context, payload []byte) ([]byte, error) {
		return signer.Sign(ctx, signature.NamespaceGit, payload)
	})
	if err != nil {
		log.Fatal(err)
	}

	entry, err := ledger.ParseEntry(raw)
	if err != nil {
		log.Fatal(err)
	}
	key, err := signature.Verify(entry.Signature, signature.NamespaceGit, entry.Payload)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(entry.Trailers.Action, entry.Trailers.Actor, entry.Trailers.Records)
	fmt.Println("signed by the key:", key.String() == signer.Key().String())
	// Output:
	// genesis zhang.wei [procedure.yaml]
	// signed by the key: true
}
