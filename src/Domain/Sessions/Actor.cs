using System.Text.Json.Serialization;

namespace Proctoring.Domain.Sessions;

/// <summary>Who decided: <c>user</c> (proctor or admin), <c>candidate</c> or <c>system</c> (without an id).</summary>
public sealed record Actor(string Kind, UserId? Id)
{
    private const string CandidateKind = "candidate";

    [JsonIgnore]
    public bool IsCandidate => Kind == CandidateKind;

    public static Actor System { get; } = new("system", null);
    public static Actor User(UserId id) => new("user", id);
    public static Actor Candidate(UserId id) => new(CandidateKind, id);
}
