using System.Text.Json;
using Postern.LocalOrg.Record;

namespace Postern.LocalOrg.Tests.Record;

/// <summary>Requests that are packed say what they said before.</summary>
public sealed class PackedRequestsTests
{
    [Fact]
    public void A_request_is_read_as_it_was_put()
    {
        var (packed, whole) = (new PackedRequests(10), Request(7, members: 3) with
        {
            ClientId = "0oa1posternSpa000005",
            User = "ada@example.com",
            Address = "::1",
            Error = "access_denied",
            Reason = "größe ✓",
            Faults = ["f1", "f2"],
        });

        packed.Put(7, whole);
        packed.Put(8, Request(8, members: 0));

        Json(packed.Read(7)).ShouldBe(Json(whole));
        Json(packed.Read(8)).ShouldBe(Json(Request(8, members: 0)));
    }

    [Fact]
    public void Of_many_the_latest_are_there_whatever_their_length()
    {
        var packed = new PackedRequests(100);

        for (var number = 1; number <= 5000; number++)
            packed.Put(number, Request(number, members: number % 90));

        for (var number = 4901; number <= 5000; number++)
            Json(packed.Read(number)).ShouldBe(Json(Request(number, members: number % 90)));
    }

    [Fact]
    public void One_that_is_longer_than_a_piece_of_memory_is_kept_whole()
    {
        var packed = new PackedRequests(3);

        for (var number = 1; number <= 20; number++)
            packed.Put(number, Request(number, members: number % 2 == 0 ? 900 : 5));

        Json(packed.Read(19)).ShouldBe(Json(Request(19, members: 5)));
        Json(packed.Read(20)).ShouldBe(Json(Request(20, members: 900)));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(70_000)]
    public void A_name_that_somebody_made_up_may_be_of_any_length(int length)
    {
        var (packed, whole) = (new PackedRequests(3), Request(1, members: 1) with { Faults = [new string('f', length)] });

        packed.Put(1, whole);

        Json(packed.Read(1)).ShouldBe(Json(whole));
    }

    [Fact]
    public void What_was_forgotten_makes_room()
    {
        var packed = new PackedRequests(50);
        for (var number = 1; number <= 50; number++)
            packed.Put(number, Request(number, members: 20));

        packed.Clear();
        for (var number = 51; number <= 120; number++)
            packed.Put(number, Request(number, members: 21));

        for (var number = 71; number <= 120; number++)
            Json(packed.Read(number)).ShouldBe(Json(Request(number, members: 21)));
    }

    static RecordedRequest Request(int number, int members)
    {
        using ToldWriter told = new();
        for (var member = 0; member < members; member++)
            told.AddPlain($"member-{member}", new string('v', 150));
        var sent = told.Members();
        told.AddSecret("token", $"secret-{number}");
        return new()
        {
            Number = number,
            Id = $"req{number}",
            At = new(2026, 1, 2, 3, 4, 5, number % 1000, TimeSpan.Zero),
            Milliseconds = number / 8.0,
            Method = "POST",
            Path = "/oauth2/default/v1/token",
            Endpoint = "/oauth2/{authorizationServerId}/v1/token",
            Status = 200,
            Outcome = "done",
            Sent = sent,
            Answered = told.Members(),
        };
    }

    static string Json(RecordedRequest request) => JsonSerializer.Serialize(request, RecordJson.Default.RecordedRequest);
}
