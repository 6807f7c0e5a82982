using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Security;

/// <summary>An organisation with a session that has an alert and a report, another session, and another organisation.</summary>
public sealed class AccessScene
{
    Dictionary<Caller, Api> _callers = [];
    Dictionary<string, string> _ids = [];
    Task? _made;

    public Api As(Caller caller) => _callers[caller];

    /// <summary>With the scene's ids in the place of <c>{…}</c>.</summary>
    public string Fill(string template) => Regex.Replace(template, @"\{(\w+)\}", match => _ids[match.Groups[1].Value]);

    public Task MakeAsync(TestApp app) => _made ??= MakeOnceAsync(app);

    async Task MakeOnceAsync(TestApp app)
    {
        var own = await TestOrganization.CreateAsync(app);
        var foreign = await TestOrganization.CreateAsync(app);
        var doomed = (await app.Operator.PostAsync("/organizations", new
        {
            name = "Closing Academy",
            admin = new { name = "Olga", email = TestOrganization.NewEmail(), password = TestOrganization.Password },
        })).Expect(HttpStatusCode.Created);
        var other = await own.AddUserAsync("candidate");
        var exam = await own.CreateExamAsync();
        var session = await own.RunSessionAsync(exam);
        var otherSession = await own.RunSessionAsync(exam, candidate: other);
        var foreignSession = await foreign.RunSessionAsync();

        var submitted = await own.RunSessionAsync();
        (await own.Candidate.Api.PostAsync($"/sessions/{submitted.Id}/submit", new { answers = new { q1 = "b" } })).Expect(HttpStatusCode.OK);

        (await session.Events.PostAsync($"/sessions/{session.Id}/events", new
        {
            id = "e1",
            type = "MULTIPLE_FACES",
            occurredAt = DateTimeOffset.UtcNow,
        })).Expect(HttpStatusCode.Accepted);
        var alerts = await Eventually.GetAsync(
            async () => (await own.Proctor.Api.GetAsync($"/sessions/{session.Id}/alerts")).Expect(HttpStatusCode.OK).GetProperty("items"),
            items => items.GetArrayLength() > 0);
        var report = (await own.Proctor.Api.PostAsync($"/sessions/{session.Id}/reports", new { format = "json" }))
            .Expect(HttpStatusCode.Accepted);

        _ids = new()
        {
            ["user"] = own.Candidate.Id,
            ["doomed"] = doomed.GetProperty("id").GetString()!,
            ["exam"] = exam,
            ["session"] = session.Id,
            ["submitted"] = submitted.Id,
            ["alert"] = alerts[0].GetProperty("id").GetString()!,
            ["report"] = report.GetProperty("id").GetString()!,
        };
        _callers = new()
        {
            [Caller.Anonymous] = app.Anonymous,
            [Caller.Operator] = app.Operator,
            [Caller.Admin] = own.Admin.Api,
            [Caller.Proctor] = own.Proctor.Api,
            [Caller.Reviewer] = (await own.AddUserAsync("reviewer")).Api,
            [Caller.Unnamed] = (await AddUnnamedAsync(own)).Api,
            [Caller.Candidate] = own.Candidate.Api,
            [Caller.OtherCandidate] = other.Api,
            [Caller.SessionToken] = session.Events,
            [Caller.OtherSessionToken] = otherSession.Events,
            [Caller.ForeignAdmin] = foreign.Admin.Api,
            [Caller.ForeignProctor] = foreign.Proctor.Api,
            [Caller.ForeignReviewer] = (await foreign.AddUserAsync("reviewer")).Api,
            [Caller.ForeignCandidate] = foreign.Candidate.Api,
            [Caller.ForeignSessionToken] = foreignSession.Events,
        };
    }

    /// <summary>Nobody gets such a role by request, so it is written into the application's storage.</summary>
    static async Task<Actor> AddUnnamedAsync(TestOrganization organization)
    {
        var user = await organization.AddUserAsync("candidate");
        await (await organization.App.TableAsync("accounts")).UpdateEntityAsync(
            new TableEntity(organization.Id, $"user:{user.Id}") { ["Role"] = "Operator" }, ETag.All, TableUpdateMode.Merge);
        return await user.LogInAgainAsync();
    }
}

[Collection(nameof(SharedApp))]
public sealed class AccessTests(SharedApp shared, AccessScene scene) : IClassFixture<AccessScene>
{
    public static TheoryData<string> Routes => [.. Route.All.Select(route => route.ToString())];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task EveryCallerGetsWhatItMayAndNothingElse(string name)
    {
        await scene.MakeAsync(shared.App);
        var route = Route.All.Single(route => route.ToString() == name);
        // Who may not comes first: the others change things.
        var callers = Enum.GetValues<Caller>().OrderBy(caller => Expected(route, caller) is null);
        var surprises = new List<string>();
        foreach (var caller in callers)
        {
            var reply = await CallAsync(route, caller);
            var expected = Expected(route, caller);
            var isAsExpected = expected is null
                ? reply.Status is < HttpStatusCode.InternalServerError and not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                : reply.Status == expected && reply.ContentHeaders.ContentType?.MediaType == "application/problem+json";
            if (!IsSecured(reply)) surprises.Add($"{caller}: {reply.Status} without the headers that keep it safe: {reply.Headers}");
            if (!isAsExpected) surprises.Add($"{caller}: expected {expected?.ToString() ?? "access"}, got {reply.Status} {reply.Text}");
        }
        Assert.True(surprises.Count == 0, string.Join("\n", surprises));
    }

    [Fact]
    public void TheMatrixHoldsEveryHttpFunction()
    {
        var declared = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in Assembly.Load("Proctoring.Functions").GetTypes())
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
                foreach (var trigger in method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()))
                {
                    if (trigger is null || method.GetCustomAttribute<FunctionAttribute>() is null) continue;
                    // Who may call is decided by tokens; a function key on top would only lock clients out.
                    Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
                    Assert.False(string.IsNullOrEmpty(trigger.Route), $"{type.Name} has no route");
                    foreach (var verb in trigger.Methods!) declared.Add($"{verb.ToUpperInvariant()} {Anonymise(trigger.Route)}");
                }
        Assert.Equal(declared, Route.All.Select(route => $"{route.Method} {Anonymise(route.Template)}").Order(StringComparer.Ordinal));

        static string Anonymise(string template) => Regex.Replace(template, @"\{\w+\}", "{}");
    }

    /// <summary>Whether a browser keeps nothing of a reply, guesses nothing about it, shows it in no frame and tells nobody that it was there.</summary>
    static bool IsSecured(ApiReply reply) =>
        reply.Headers.CacheControl is { NoStore: true }
        && Header(reply, "X-Content-Type-Options") == "nosniff"
        && Header(reply, "Referrer-Policy") == "no-referrer"
        && Header(reply, "Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'";

    static string Header(ApiReply reply, string name) => reply.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    Task<ApiReply> CallAsync(Route route, Caller caller)
    {
        var path = scene.Fill(route.Template);
        return scene.As(caller).SendAsync(
            new HttpMethod(route.Method),
            path.StartsWith("v1/", StringComparison.Ordinal) ? path["v1".Length..] : $"/api/{path}",
            route.Body is null ? null : new StringContent(scene.Fill(route.Body), Encoding.UTF8, "application/json"));
    }

    /// <summary>The status of a refusal; null if the caller has access.</summary>
    static HttpStatusCode? Expected(Route route, Caller caller)
    {
        if (route.Access == Access.Everyone) return null;
        if (route.Access == Access.Operator) return caller == Caller.Operator ? null : HttpStatusCode.Unauthorized;

        var isSessionToken = caller is Caller.SessionToken or Caller.OtherSessionToken or Caller.ForeignSessionToken;
        if (route.Access == Access.SessionToken)
            return caller == Caller.SessionToken ? null : isSessionToken ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized;
        if (isSessionToken || caller is Caller.Anonymous or Caller.Operator) return HttpStatusCode.Unauthorized;

        if (caller == Caller.Unnamed) return HttpStatusCode.Forbidden;
        var isAdmin = caller is Caller.Admin or Caller.ForeignAdmin;
        var isStaff = isAdmin || caller is Caller.Proctor or Caller.ForeignProctor;
        var isReviewer = caller is Caller.Reviewer or Caller.ForeignReviewer;
        var isCandidate = caller is Caller.Candidate or Caller.OtherCandidate or Caller.ForeignCandidate;
        var hasRole = route.Access switch
        {
            Access.Users or Access.ReadersAndOwner => true,
            Access.Admins => isAdmin,
            Access.AdminsAndReviewers => isAdmin || isReviewer,
            Access.Staff => isStaff,
            Access.Readers => isStaff || isReviewer,
            Access.StaffAndOwner => isStaff || isCandidate,
            Access.Owner => isCandidate,
            _ => throw new InvalidOperationException($"Unknown access {route.Access}."),
        };
        if (!hasRole) return HttpStatusCode.Forbidden;
        var isForeign = caller is Caller.ForeignAdmin or Caller.ForeignProctor or Caller.ForeignReviewer or Caller.ForeignCandidate;
        if (isForeign && route.NamesSomething) return HttpStatusCode.NotFound;
        var ownersOnly = route.Access is Access.Owner or Access.StaffAndOwner or Access.ReadersAndOwner;
        return caller == Caller.OtherCandidate && ownersOnly ? HttpStatusCode.NotFound : null;
    }
}
