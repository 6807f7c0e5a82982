using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>The people in a report by name, as a reader wants to see them.</summary>
internal sealed class ReportPeople(ReportSource source)
{
    public string NameOf(UserId id) =>
        id == source.Candidate?.Id ? source.Candidate.Name : source.Names.TryGetValue(id, out var name) ? name : id.Value;

    public string NameOf(Actor actor) => actor switch
    {
        { Id: { } id, Kind: "candidate" } => $"{NameOf(id)} (candidate)",
        { Id: { } id } => NameOf(id),
        _ => "System",
    };
}
