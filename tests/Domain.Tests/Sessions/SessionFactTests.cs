using System.Text.Json;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

public sealed class SessionFactTests
{
    public static TheoryData<string> Kinds => [.. typeof(SessionFact).GetNestedTypes().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryFactTravelsThroughJson(string kind)
    {
        var type = typeof(SessionFact).GetNestedType(kind)!;
        var values = type.GetConstructors().Single(c => c.GetParameters().Length > 1).GetParameters().Select(Value).ToArray();
        var fact = (SessionFact)Activator.CreateInstance(type, values)!;

        var json = JsonSerializer.Serialize(fact, JsonSerializerOptions.Web);

        Assert.Equal(fact, JsonSerializer.Deserialize<SessionFact>(json, JsonSerializerOptions.Web));
        Assert.Equal(fact.What, JsonDocument.Parse(json).RootElement.GetProperty("what").GetString());
    }

    private static object Value(System.Reflection.ParameterInfo parameter) => parameter.Name switch
    {
        "By" => Proctor,
        "At" => At(1),
        "Time" => TimeSpan.FromMinutes(5),
        "LastSeen" => At(0.5),
        "Decision" => ReviewDecision.SecondReview,
        "Answers" => "{\"q1\": \"42\"}",
        "Score" => 40,
        "Why" => "because",
        _ => throw new ArgumentException($"No value for {parameter.Name}."),
    };
}
