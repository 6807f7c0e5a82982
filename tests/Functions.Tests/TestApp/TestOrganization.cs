using System.Net;
using System.Text.Json;

namespace Proctoring.Testing;

/// <summary>A user of the application with a valid login.</summary>
public sealed record Actor(TestApp App, string Id, string Email, string Password, string RefreshToken, Api Api)
{
    public static async Task<Actor> LogInAsync(TestApp app, string email, string password)
    {
        var login = await PostLoginAsync(app, email, password);
        var renewal = new Renewal(app, email, password);
        return new(
            app,
            login.GetProperty("user").GetProperty("id").GetString()!,
            email,
            password,
            login.GetProperty("refreshToken").GetString()!,
            new(app.Http, login.GetProperty("accessToken").GetString()!, renew: renewal.TokenAsync));
    }

    static async Task<JsonElement> PostLoginAsync(TestApp app, string email, string password) =>
        (await app.Anonymous.PostAsync("/auth/login", new { email, password })).Expect(HttpStatusCode.OK);

    /// <summary>Logs in again when the test has moved the clock past the end of the access token.</summary>
    sealed class Renewal(TestApp app, string email, string password)
    {
        readonly SemaphoreSlim _one = new(1);
        TimeSpan _at = app.Advanced;

        public async Task<string?> TokenAsync()
        {
            await _one.WaitAsync();
            try
            {
                if (app.Advanced - _at < TimeSpan.FromMinutes(14)) return null;
                var login = await PostLoginAsync(app, email, password);
                _at = app.Advanced;
                return login.GetProperty("accessToken").GetString();
            }
            finally
            {
                _one.Release();
            }
        }
    }

    /// <summary>The same user with tokens of now; for tests that moved the clock past the old ones' end.</summary>
    public Task<Actor> LogInAgainAsync() => LogInAsync(App, Email, Password);

    /// <summary>A realtime connection of this user.</summary>
    public async Task<SignalRClient> ConnectAsync()
    {
        var connection = (await Api.PostAsync("/realtime/negotiate")).Expect(HttpStatusCode.OK);
        return await SignalRClient.ConnectAsync(
            connection.GetProperty("url").GetString()!, connection.GetProperty("accessToken").GetString()!);
    }

    /// <summary>A realtime connection that hears of what the user subscribes to.</summary>
    /// <param name="subscription"><c>new { sessionId }</c>, <c>new { examId }</c> or <c>new { }</c>.</param>
    public async Task<SignalRClient> WatchAsync(object subscription)
    {
        var client = await ConnectAsync();
        (await Api.PostAsync("/realtime/subscriptions", subscription)).Expect(HttpStatusCode.NoContent);
        return client;
    }
}

/// <summary>An organisation of its own for a test, with an admin, a proctor and a candidate.</summary>
public sealed class TestOrganization
{
    public const string Password = "correct horse battery";

    TestOrganization(TestApp app, string id, Actor admin, Actor proctor, Actor candidate) =>
        (App, Id, Admin, Proctor, Candidate) = (app, id, admin, proctor, candidate);

    public TestApp App { get; }

    public string Id { get; }

    public Actor Admin { get; }

    public Actor Proctor { get; }

    public Actor Candidate { get; }

    /// <param name="app">The application.</param>
    /// <param name="atOnce">Whether its people may be added at the same moment.</param>
    public static async Task<TestOrganization> CreateAsync(TestApp app, bool atOnce = true)
    {
        var email = NewEmail();
        var organization = (await app.Operator.PostAsync("/organizations", new
        {
            name = "Example Academy",
            admin = new { name = "Ada Admin", email, password = Password },
        })).Expect(HttpStatusCode.Created);
        var admin = await Actor.LogInAsync(app, email, Password);
        var proctor = AddUserAsync(admin, "proctor");
        if (!atOnce) await proctor;
        var candidate = AddUserAsync(admin, "candidate");
        return new(app, organization.GetProperty("id").GetString()!, admin, await proctor, await candidate);
    }

    public static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    /// <param name="role"><c>admin</c>, <c>proctor</c>, <c>reviewer</c> or <c>candidate</c>.</param>
    /// <param name="accommodations">As <c>POST /users</c> takes them.</param>
    /// <param name="baseline">As <c>POST /users</c> takes it.</param>
    public Task<Actor> AddUserAsync(string role, object? accommodations = null, object? baseline = null) =>
        AddUserAsync(Admin, role, accommodations, baseline);

    /// <summary>Creates an exam; gives its id.</summary>
    public async Task<string> CreateExamAsync(object? exam = null) =>
        (await Proctor.Api.PostAsync("/exams", exam ?? new { title = "Algebra", durationMinutes = 60 }))
        .Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;

    /// <summary>Creates a session for the candidate, an interview if no exam is given; gives its id.</summary>
    public async Task<string> CreateSessionAsync(string? examId = null, int? durationMinutes = null, Actor? candidate = null, DateTimeOffset? scheduledAt = null)
    {
        var body = new Dictionary<string, object> { ["candidateId"] = (candidate ?? Candidate).Id };
        if (scheduledAt is { } time) body["scheduledAt"] = time;
        if (examId is not null) body["examId"] = examId;
        if (durationMinutes is not null || examId is null) body["durationMinutes"] = durationMinutes ?? 60;
        return (await Proctor.Api.PostAsync("/sessions", body)).Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;
    }

    /// <summary>Starts a session as its candidate; gives the reply and what calls with its session token.</summary>
    public async Task<(JsonElement Session, Api Events)> StartSessionAsync(string sessionId, Actor? candidate = null)
    {
        var session = (await (candidate ?? Candidate).Api.PostAsync($"/sessions/{sessionId}/start")).Expect(HttpStatusCode.OK);
        return (session, App.With(session.GetProperty("sessionToken").GetString()!));
    }

    /// <summary>Creates and starts a session in one go; gives its id and what calls with its session token.</summary>
    public async Task<(string Id, Api Events)> RunSessionAsync(
        string? examId = null, int? durationMinutes = null, Actor? candidate = null)
    {
        var id = await CreateSessionAsync(examId, durationMinutes, candidate);
        return (id, (await StartSessionAsync(id, candidate)).Events);
    }

    static async Task<Actor> AddUserAsync(Actor admin, string role, object? accommodations = null, object? baseline = null)
    {
        var email = NewEmail();
        var body = new Dictionary<string, object>
        {
            ["name"] = $"{char.ToUpperInvariant(role[0])}{role[1..]} Example",
            ["email"] = email,
            ["password"] = Password,
            ["role"] = role,
        };
        if (accommodations is not null) body["accommodations"] = accommodations;
        if (baseline is not null) body["baseline"] = baseline;
        (await admin.Api.PostAsync("/users", body)).Expect(HttpStatusCode.Created);
        return await Actor.LogInAsync(admin.App, email, Password);
    }
}
