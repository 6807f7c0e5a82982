using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Exams;

[Collection(nameof(StorageFixture))]
public sealed class ExamStoreTests(StorageFixture storage)
{
    static readonly Exam Algebra = new(
        ExamId.Parse("e"), OrganizationId.Parse("org"), "Algebra", TimeSpan.FromHours(1), null, null, null, null,
        Sensitivity.Medium, false, false, UserId.Parse("u"), DateTimeOffset.UnixEpoch, Version: 1);

    [Fact]
    public async Task AnExamThatIsSentTwiceStaysAsItWas()
    {
        var exams = new ExamStore(await storage.CreateTableAsync());
        Assert.Equal(Algebra, await exams.AddAsync(Algebra, default));
        Assert.Equal(Algebra, await exams.AddAsync(Algebra with { CreatedAt = Algebra.CreatedAt.AddSeconds(1) }, default));
        Assert.Equal(Algebra, await exams.FindAsync(Algebra.OrganizationId, Algebra.Id, default));
    }

    [Fact]
    public async Task AnOrganizationsExamsAreRemovedAndCountedAndNoOthers()
    {
        var exams = new ExamStore(await storage.CreateTableAsync());
        var foreign = Algebra with { OrganizationId = OrganizationId.Parse("other") };
        foreach (var exam in new[] { Algebra, Algebra with { Id = ExamId.Parse("f") }, foreign }) await exams.AddAsync(exam, default);
        Assert.Equal(2, await exams.RemoveAsync(Algebra.OrganizationId, default));
        Assert.Null(await exams.FindAsync(Algebra.OrganizationId, Algebra.Id, default));
        Assert.Equal(foreign, await exams.FindAsync(foreign.OrganizationId, foreign.Id, default));
    }
}
