namespace Proctoring.Infra.Tests;

/// <summary>Like <see cref="Defects"/>: what is wrong with how it is deployed, and no part of the template.</summary>
static class DeploymentDefects
{
    const string Azure = "azure.yaml";
    const string Pages = "web/public/staticwebapp.config.json";
    const string Deploy = ".github/workflows/azure-dev.yml";
    const string Ci = ".github/workflows/ci.yml";

    public static TheoryData<string, string, string, string, string> All => new()
    {
        { "pages", Pages, "; frame-ancestors 'none'", "", "the policy must say frame-ancestors 'none'" },
        { "pages", Pages, "nosniff", "sniff", "X-Content-Type-Options must be nosniff" },
        { "pages", Pages, "script-src 'self'", "script-src 'self' 'unsafe-inline'", "the policy says script-src 'self' 'unsafe-inline'" },
        { "pages", Pages, "default-src 'none'; ", "", "the policy must say default-src 'none'" },
        { "pages", Pages, "connect-src 'self' https: wss:", "connect-src 'self' https:", "the policy must say connect-src 'self' https: wss:" },
        { "pages", "web/vite.config.ts", "content: contentSecurityPolicy()", "content: \"default-src *\"", "the pages' own policy is not made from" },
        { "pages", "web/vite.config.ts", "  build: {", "  publicDir: 'static',\n  build: {", "does not come with the pages" },

        { "pages", Pages, "no-store", "public, max-age=86400", "what is cached, in this order" },

        { "workflows", Ci, "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020", "actions/setup-node@v7", "actions/setup-node@v7 is not pinned" },
        { "workflows", Ci, "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0", "820762786026740c76f36085b0efc47a31fe5020", "does not say its version" },
        { "workflows", Ci, "contents: read", "contents: write", "the permissions are not those needed only" },
        { "workflows", Ci, "- run: .ci/run", "- run: echo ${{ github.event.head_commit.message }}", "an expression is pasted into a command" },
        { "workflows", Ci, "- run: az bicep build --file infra/main.bicep --stdout > /dev/null", "- run: az bicep version", "it does not run, in this order" },
        { "workflows", Deploy, "run: azd provision --preview --no-prompt", "run: azd version", "it does not run, in this order" },
        { "workflows", Deploy, "  id-token: write\n", "", "GitHub gives it no identity to sign in with" },
        { "workflows", Deploy, "    environment: ${{ inputs.environment }}\n", "", "it does not run in the environment that was chosen" },
        { "workflows", Deploy, "        if: ${{ !inputs.preview }}\n", "", "azd up is run when" },
        { "workflows", Deploy, "${{ vars.AZURE_CLIENT_ID }}", "${{ secrets.AZURE_CREDENTIALS }}", "is a stored secret" },
        { "workflows", Deploy, "\non:\n", "\non:\n  push:\n    branches: [main]\n", "it is not started by" },
        { "workflows", Ci, "  pull_request:\n", "  pull_request_target:\n", "it is not started by" },
        { "workflows", Ci, "- run: .ci/run\n", "- run: .ci/run\n        continue-on-error: true\n", "it goes on after a fault" },
        { "workflows", Ci, "- run: .ci/run\n", "- run: .ci/run || true\n", "it goes on after a fault" },
        { "workflows", Ci, "      - run: az bicep lint --file infra/main.bicep\n", "", "it does not run, in this order" },
        { "workflows", Deploy, "          azd env set --file \"$RUNNER_TEMP/settings.env\"\n", "", "it does not run, in this order" },
        { "workflows", Deploy, "  group: deploy-${{ inputs.environment }}\n", "  group: deploy-${{ inputs.environment }}\n  cancel-in-progress: true\n", "are in each other's way" },
        { "workflows", Deploy, "  group: deploy-${{ inputs.environment }}\n", "  group: deploy-${{ github.run_id }}\n", "are in each other's way" },
        { "workflows", Deploy, "timeout-minutes: 60", "timeout-minutes: 10", "it is given less than 45 minutes" },
        { "workflows", Deploy, "default: true", "default: false", "unless told otherwise" },

        { "services", Azure, "dist: dist", "dist: public", "the pages are built to dist" },

        { "host", "src/Functions/host.json", "\"batchCheckpointFrequency\": 1,", "\"batchCheckpointFrequency\": 10,", "batchCheckpointFrequency is 10; docs/operations.md says 1" },
        { "host", "src/Functions/host.json", "\"telemetryMode\": \"OpenTelemetry\",\n  ", "", "host.json has no telemetryMode" },

        { "hooks", Azure, "  postprovision:\n    posix:\n", "  postprovision:\n    posix:\n      continueOnError: true\n", "a hook that fails does not end" },
        { "hooks", "infra/hooks/register-providers.sh", "set -eu\n", "set -u\n", "register-providers.sh: it goes on after a fault" },
        { "hooks", "infra/hooks/register-providers.ps1", "$ErrorActionPreference = 'Stop'\n", "", "register-providers.ps1: it goes on after a fault" },
        { "hooks", "infra/hooks/wait-for-health.ps1", "throw \"It is deployed", "Write-Warning \"It is deployed", "gives up less often" },
    };
}
