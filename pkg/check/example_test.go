package check_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/validator"
)

// A whole catalogue folder is any fs.FS: a folder, a commit's tree, or files in
// memory. Each file is checked alone, then all among each other.
func ExampleChecker_Catalogue() {
	folder := fstest.MapFS{
		"services/svc-backup.yaml": {Data: []byte(`schema: 1
id: svc-backup
name: Backup
category: data
type: routine
depends_on: [svc-storage]
owner: ops_lead
lifecycle: active
visibility: customer
`)},
	}
	report, err := check.New(validator.New(), nil).Catalogue(context.Background(), folder, validator.Service)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range report.Findings {
		fmt.Printf("%s:%d: %s: %s [%s]\n", f.File, f.Start.Line, f.Severity, f.Message, f.Rule)
	}
	// Output:
	// services/svc-backup.yaml:1: warning: to be published it still needs summary, objective, audience, content, frequency, hours, delivery, deliverables, levels (§5.3) [catalogue/publishable]
	// services/svc-backup.yaml:6: error: there is no service svc-storage [catalogue/unknown-service]
}
